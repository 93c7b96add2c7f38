"""From the options of the command line to the plan and the columns of one run."""

import argparse
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from experimentos_core.charter import (
    Charter,
    GuardrailPlan,
    PrimaryPlan,
    propose_guardrail,
    read_charter,
)
from experimentos_core.charter.chain import CharterChain, looks_locked, read_chain
from experimentos_core.foundation.errors import CharterError, UsageError
from experimentos_core.foundation.values import (
    Correction,
    Direction,
    GuardrailRule,
    MarginScale,
)
from experimentos_core.reading.choices import Choices
from experimentos_core.reading.formats.files import read_bytes
from experimentos_core.samples import sample_at

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST_CHARTER = 1_000_000
_GUARDRAIL = re.compile(
    r"(?P<name>[^=]*|.+(?==))"
    r"(?:=(?P<direction>up|down)"
    r"(?::(?P<worsened>[0-9]*\.?[0-9]+%?):(?P<severe>[0-9]*\.?[0-9]+%?))?)?",
    re.ASCII,
)
_SPLIT_FORM = "Write it as --split control=50,treatment=50."


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRun:
    """What the command line asks for.

    Attributes:
        charter: The plan, options applied.
        choices: What was chosen about the reading of the file.
        overrides: What options changed in a charter that was given, a sentence each.
        chain: Every version of the charter that was given, where it was locked.
        guessed: Guardrails whose direction of harm was guessed from their names.
    """

    charter: Charter
    choices: Choices
    overrides: tuple[str, ...]
    chain: CharterChain | None = None
    guessed: frozenset[str] = frozenset()


def plan_run(options: argparse.Namespace) -> PlannedRun:
    """Read the plan: of the charter named, else of the bundled sample, else an empty one.

    Raises:
        UsageError: For an option that cannot be understood.
        CharterError: For a plan no analysis could follow.
    """
    given, chain = _given_charter(options)
    charter = _with_guardrails(_with_options(given, options), options)
    overrides = _differences(given, charter) if options.charter is not None else ()
    return PlannedRun(
        charter=charter,
        choices=Choices.parse(options.map),
        overrides=overrides,
        chain=chain,
        guessed=frozenset(text for text in options.guardrail if "=" not in text),
    )


def _given_charter(options: argparse.Namespace) -> tuple[Charter, CharterChain | None]:
    """Return the plan named, its latest version where it was locked; else that of the sample."""
    if options.charter is None:
        sample = sample_at(options.file)
        return (sample.charter if sample else Charter()), None
    path: Path = options.charter
    content = read_bytes(path, _LARGEST_CHARTER, "a charter")
    if looks_locked(content):
        chain = read_chain(content)
        return chain.latest.charter, chain
    try:
        return read_charter(content.decode("utf-8-sig")), None
    except UnicodeDecodeError:
        message = f"The charter {path.name} is not UTF-8 text."
        raise CharterError(message, "Save it as UTF-8 and try again.") from None


def _with_options(charter: Charter, options: argparse.Namespace) -> Charter:
    for name in ("split", "control", "json", "primary"):
        if getattr(options, name) is not None and not getattr(options, name).strip():
            message = f"--{name} was given without a value."
            raise UsageError(message, "Give it one, or leave it out.")
    return replace(
        charter,
        primary=_primary(charter.primary, options),
        split=charter.split if options.split is None else read_split(options.split),
        control=charter.control if options.control is None else options.control,
        alpha=charter.alpha if options.alpha is None else options.alpha,
        guardrail_rule=GuardrailRule(options.guardrail_rule or charter.guardrail_rule),
        correction=Correction(options.correction or charter.correction),
    )


def _primary(plan: PrimaryPlan, options: argparse.Namespace) -> PrimaryPlan:
    direction = Direction(options.direction or plan.direction)
    if options.primary is None:
        return replace(plan, direction=direction)
    return PrimaryPlan(metric=options.primary.strip(), direction=direction)


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
    """Read `NAME`, `NAME=down` or `NAME=down:1%:3%`; margins without % are in the own unit."""
    found = _GUARDRAIL.fullmatch(text)
    if found is None or not found["name"].strip():
        name, separator, rest = text.rpartition("=")
        if not (name if separator else text).strip():
            message = "--guardrail was given without a column."
            raise UsageError(message, "Write it as --guardrail errors=up.")
        message = f"--guardrail {text} was not understood at {rest!r}: it should be up or down."
        raise UsageError(message, f"Write it as --guardrail {name}=up or {name}=up:0.001:0.003.")
    name, direction = found["name"], found["direction"]
    if direction is None:
        return propose_guardrail(name)
    worsened, severe = found["worsened"], found["severe"]
    if worsened is None:
        return GuardrailPlan(name=name, direction=Direction(direction))
    is_relative = worsened.endswith("%")
    if is_relative != severe.endswith("%"):
        message = f"The margins in --guardrail {text} are on two scales."
        raise UsageError(message, "Give both with % or both without.")
    unit = 100.0 if is_relative else 1.0
    return GuardrailPlan(
        name=name,
        direction=Direction(direction),
        worsened_margin=float(worsened.rstrip("%")) / unit,
        severe_margin=float(severe.rstrip("%")) / unit,
        scale=MarginScale.RELATIVE if is_relative else MarginScale.ABSOLUTE,
    )


def read_split(text: str) -> dict[str, float]:
    """Read planned shares by variant name: "control=50,treatment=50".

    Raises:
        UsageError: For what has not this form, or names a variant twice.
    """
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
        ("primary metric", given.primary.metric or "N/A", used.primary.metric or "N/A"),
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
    return ", ".join(_guardrail_words(plan) for plan in charter.guardrails) or "none"


def _guardrail_words(plan: GuardrailPlan) -> str:
    margins = (plan.worsened_margin, plan.severe_margin)
    if margins == (None, None):
        return f"{plan.name} ({plan.direction.value})"
    is_relative = plan.scale is MarginScale.RELATIVE
    unit, sign = (100, "%") if is_relative else (1, "")
    texts = ("usual" if m is None else f"{m * unit:g}{sign}" for m in margins)
    return f"{plan.name} ({plan.direction.value}, margins {' and '.join(texts)})"
