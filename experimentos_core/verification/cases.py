"""The reference cases that come with the program: what was computed elsewhere, from what."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from experimentos_core.foundation.codec import CodecError, from_json
from experimentos_core.foundation.errors import ExperimentError
from experimentos_core.foundation.paths import RESOURCES

REFERENCE = RESOURCES / "reference"
FILES = (
    "published.json",
    "proportions.json",
    "other_intervals.json",
    "sample_ratio.json",
    "several_arms.json",
    "exact_test.json",
    "means.json",
    "bayesian.json",
    "impossible.json",
)
"""Every one must be there: a check that quietly leaves a method out proves nothing."""

_HINT = "Install ExperimentOS again."


class VerificationError(ExperimentError):
    """The reference results are missing or damaged, so that nothing can be compared."""


class Method(StrEnum):
    """What is recomputed; `recompute` says how, and which figures come of it."""

    POOLED_Z = "pooled z test"
    DIFFERENCE = "score interval of the difference"
    RELATIVE = "score interval of the relative lift"
    WALD = "Wald interval of the difference"
    NEWCOMBE = "Newcombe interval of the difference"
    MIETTINEN_NURMINEN = "Miettinen-Nurminen interval of the difference"
    LOG_LIFT = "log interval of the relative lift"
    DELTA_LIFT = "delta interval of the relative lift"
    FISHER = "exact test"
    SAMPLE_RATIO = "sample ratio test"
    SEVERAL_ARMS = "several arms"
    CORRECTIONS = "corrections"
    SUMS = "mean and variance from sums"
    WELCH = "Welch's t test"
    FIELLER = "interval of the relative lift of a mean"
    DELTA_MEAN_LIFT = "delta interval of the relative lift of a mean"
    BETA = "Beta posteriors"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceCase:
    """One result computed elsewhere.

    Attributes:
        title: The case in a sentence a reviewer can look up; no two cases share one.
        source: Who printed or computed the figures, and with what.
        method: What to recompute.
        given: The input by name, control first, each number as exact decimal text.
        figures: Expected text by figure: the digits as they were printed, or a word ("undefined",
            "unbounded", "refused", a reason's code). A number agrees when it is within half a
            unit of the last digit given, so zeros at the end count.
    """

    title: str
    source: str
    method: Method
    given: dict[str, tuple[str, ...]]
    figures: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceFile:
    """One file of cases.

    Attributes:
        about: What the cases in it have in common.
        cases: In the order they are shown.
    """

    about: str
    cases: tuple[ReferenceCase, ...]


def reference_cases(folder: Path | None = None) -> tuple[ReferenceCase, ...]:
    """Return the bundled cases (or those of another folder) in the order they are shown.

    Raises:
        VerificationError: When a file is missing, is no JSON of this shape, or holds no case, a
            case without figures, or one title twice.
    """
    place = REFERENCE if folder is None else folder
    cases = tuple(case for name in FILES for case in _read(place / name))
    titles: set[str] = set()
    for case in cases:
        if case.title in titles:
            raise damaged(f"the case {case.title!r} stands twice")
        if not case.figures:
            raise damaged(f"the case {case.title!r} holds no figure")
        titles.add(case.title)
    return cases


def damaged(what: str) -> VerificationError:
    """The error for reference results that were changed or lost in part."""
    return VerificationError(f"The reference results are damaged: {what}.", _HINT)


def _read(path: Path) -> tuple[ReferenceCase, ...]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"The reference results in {path.name} could not be read: {reason}."
        raise VerificationError(message, _HINT) from error
    except UnicodeDecodeError as error:
        raise damaged(f"{path.name} is not UTF-8 text") from error
    try:
        cases = from_json(ReferenceFile, text).cases
    except CodecError as error:
        raise damaged(f"{path.name}: {error}") from error
    if not cases:
        raise damaged(f"{path.name} holds no case")
    return cases
