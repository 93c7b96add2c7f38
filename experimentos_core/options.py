"""From the options of the command line to the plan and the columns of one run."""

import argparse
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from experimentos_core.charter import (
    Charter,
    GuardrailPlan,
    propose_guardrail,
    read_charter,
)
from experimentos_core.foundation.errors import CharterError, UsageError
from experimentos_core.foundation.values import Correction, Direction, GuardrailRule
from experimentos_core.reading.choices import Choices
from experimentos_core.reading.formats.files import read_bytes
from experimentos_core.samples import sample_at

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST_CHARTER = 1_000_000
_SPLIT_FORM = "Write it as --split control=50,treatment=50."


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRun:
    """What the command line asks for.

    Attributes:
        charter: The plan, options applied.
        choices: What was chosen about the reading of the file.
        overrides: What options changed in a charter that was given, a sentence each.
    """

    charter: Charter
    choices: Choices
    overrides: tuple[str, ...]


def plan_run(options: argparse.Namespace) -> PlannedRun:
    """Read the plan: of the charter named, else of the bundled sample, else an empty one.

    Raises:
        UsageError: For an option that cannot be understood.
        CharterError: For a plan no analysis could follow.
    """
    given = _given_charter(options)
    charter = _with_guardrails(_with_options(given, options), options)
    overrides = _differences(given, charter) if options.charter is not None else ()
    return PlannedRun(charter=charter, choices=Choices.parse(options.map), overrides=overrides)


def _given_charter(options: argparse.Namespace) -> Charter:
    if options.charter is None:
        sample = sample_at(options.file)
        return sample.charter if sample else Charter()
    path: Path = options.charter
    content = read_bytes(path, _LARGEST_CHARTER, "a charter")
    try:
        return read_charter(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        message = f"The charter {path.name} is not UTF-8 text."
        raise CharterError(message, "Save it as UTF-8 and try again.") from None


def _with_options(charter: Charter, options: argparse.Namespace) -> Charter:
    for name in ("split", "control", "json"):
        if getattr(options, name) is not None and not getattr(options, name).strip():
            message = f"--{name} was given without a value."
            raise UsageError(message, "Give it one, or leave it out.")
    direction = Direction(options.direction or charter.primary.direction)
    return replace(
        charter,
        primary=replace(charter.primary, direction=direction),
        split=charter.split if options.split is None else _split(options.split),
        control=charter.control if options.control is None else options.control,
        alpha=charter.alpha if options.alpha is None else options.alpha,
        guardrail_rule=GuardrailRule(options.guardrail_rule or charter.guardrail_rule),
        correction=Correction(options.correction or charter.correction),
    )


def _with_guardrails(charter: Charter, options: argparse.Namespace) -> Charter:
    if options.no_guardrails and options.guardrail:
        message = "--guardrail and --no-guardrails contradict each other."
        raise UsageError(message, "Use one of them.")
    if options.no_guardrails:
        return charter.with_guardrails(())
    if options.guardrail:
        return charter.with_guardrails(tuple(_guardrail(text) for text in options.guardrail))
    return charter


def _guardrail(text: str) -> GuardrailPlan:
    name, separator, direction = text.rpartition("=")
    if not (name if separator else text).strip():
        message = "--guardrail was given without a column."
        raise UsageError(message, "Write it as --guardrail errors=up.")
    if not separator:
        return propose_guardrail(text)
    if direction not in list(Direction):
        message = f"The direction of harm in --guardrail {text} should be up or down."
        raise UsageError(message, f"Write it as --guardrail {name}=up.")
    return GuardrailPlan(name=name, direction=Direction(direction))


def _split(text: str) -> dict[str, float]:
    shares: dict[str, float] = {}
    for part in text.split(","):
        name, separator, share = part.rpartition("=")
        if not separator or not name.strip():
            message = f"The split {text!r} could not be read at {part!r}."
            raise UsageError(message, _SPLIT_FORM)
        if name.strip() in shares:
            message = f"The split {text!r} names {name.strip()!r} twice."
            raise UsageError(message, "Name each variant once.")
        try:
            shares[name.strip()] = float(share)
        except ValueError:
            message = f"The share {share!r} of {name.strip()!r} is not a number."
            raise UsageError(message, _SPLIT_FORM) from None
    return shares


def _differences(given: Charter, used: Charter) -> tuple[str, ...]:
    """Say what options changed in the charter that was given."""
    pairs = (
        ("good direction", given.primary.direction.value, used.primary.direction.value),
        ("control", given.control or "by name", used.control or "by name"),
        ("split", _split_text(given.split), _split_text(used.split)),
        ("alpha", repr(given.alpha), repr(used.alpha)),
        ("guardrail rule", given.guardrail_rule.value, used.guardrail_rule.value),
        ("correction", given.correction.value, used.correction.value),
        ("guardrails", _guardrail_text(given), _guardrail_text(used)),
    )
    return tuple(
        f"{what}: {now} instead of {before}" for what, before, now in pairs if before != now
    )


def _split_text(split: dict[str, float] | None) -> str:
    if split is None:
        return "equal"
    return ", ".join(f"{name}={share:g}" for name, share in split.items())


def _guardrail_text(charter: Charter) -> str:
    if charter.guardrails is None:
        return "as proposed"
    return ", ".join(f"{p.name} ({p.direction.value})" for p in charter.guardrails) or "none"
