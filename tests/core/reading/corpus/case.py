"""One small file and what must come of it: exact numbers, a question, a finding or a refusal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

type Outcome = "Reads | Asks | Finds | Refuses"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Something the health report must say; what is None is left open.

    Attributes:
        code: The finding's stable name.
        row: Row of the file.
        column: Column name.
        value: The text that stands there.
        words: What its sentence must contain.
    """

    code: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reads:
    """The file is read: exactly these numbers.

    Attributes:
        counts: Users, conversions, then the guardrails' counts, by variant.
        guardrails: The guardrail columns, all that are proposed.
        control: The variant taken as control.
        measures: Exact numbers of further columns by variant, as plain text.
        said: What must be said about it.
        is_silent: Whether nothing at all may be said, and every cell keeps its text.
        details: Words the description of the dialect must contain.
    """

    counts: Mapping[str, tuple[int, ...]]
    guardrails: tuple[str, ...] = ()
    control: str = "control"
    measures: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    said: tuple[Said, ...] = ()
    is_silent: bool = False
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finds:
    """The file opens, but is Blocked with this finding, which names the place."""

    said: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """The file leaves something open: one question, which names the cell.

    Attributes:
        naming: What the question must contain.
        answers: What comes of each option that answers it; there are no others.
        default: The option taken for the preview; None where nothing may be supposed.
    """

    naming: tuple[str, ...]
    answers: Mapping[str, Outcome]
    default: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuses:
    """There is no table to be had; the sentence contains these words."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One file of the corpus.

    Attributes:
        name: What it is about, in words joined by hyphens.
        data: Its bytes; a clipboard's are UTF-8.
        expected: What must come of it.
        file: Its name.
        is_clipboard: Whether it was copied instead of opened.
        choices: What was chosen beforehand, as written after `--map`.
    """

    name: str
    data: bytes
    expected: Outcome
    file: str = "export.csv"
    is_clipboard: bool = False
    choices: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Names become folders; they must be plain."""
        assert PurePath(self.name).name == self.name, self.name


def text_case(
    name: str,
    text: str,
    expected: Outcome,
    *,
    encoding: str = "utf-8",
    file: str = "export.csv",
    choices: tuple[str, ...] = (),
) -> Case:
    """Return a case of a text file."""
    return Case(
        name=name, data=text.encode(encoding), expected=expected, file=file, choices=choices
    )


def pasted_case(name: str, text: str, expected: Outcome, choices: tuple[str, ...] = ()) -> Case:
    """Return a case of a copied range."""
    return Case(
        name=name, data=text.encode(), expected=expected, is_clipboard=True, choices=choices
    )


# The experiment most files of the corpus hold, so that a wrong figure strikes the eye.
STANDARD: Mapping[str, tuple[int, ...]] = {
    "control": (10234, 512),
    "variant_b": (10190, 561),
}
STANDARD_READ = Reads(counts=STANDARD)
TIDY = Reads(counts=STANDARD, is_silent=True)


def standard(*said: Said, details: tuple[str, ...] = ()) -> Reads:
    """Return the standard experiment, read with these things said."""
    return Reads(counts=STANDARD, said=said, details=details)
