"""What comes of checking a memo: every difference by name, and what was looked at."""

from dataclasses import dataclass
from enum import StrEnum

from experimentos_core.experiment import Report
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS


class DifferenceKind(StrEnum):
    """Stable names of what may be wrong with a memo."""

    DATA_DIGEST = "DATA_DIGEST"
    INPUT_FILE = "INPUT_FILE"
    CHARTER_CHAIN = "CHARTER_CHAIN"
    DECISION_TAKEN = "DECISION_TAKEN"
    THRESHOLDS = "THRESHOLDS"
    NOT_RECOMPUTABLE = "NOT_RECOMPUTABLE"
    RECOMPUTED_FIGURE = "RECOMPUTED_FIGURE"
    RECOMPUTED_TEXT = "RECOMPUTED_TEXT"
    DATA_BLOCK = "DATA_BLOCK"
    VISIBLE_FIGURE = "VISIBLE_FIGURE"
    VISIBLE_TEXT = "VISIBLE_TEXT"
    PICTURE = "PICTURE"
    MARKUP = "MARKUP"
    SEAL = "SEAL"
    MORE = "MORE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that is not as the data in the memo gives it.

    Attributes:
        kind: Stable name.
        where: The part of the memo, in words.
        told: What the memo says there; empty where nothing stands there.
        computed: What it should say; likewise.
        sentence: All of it as one sentence.
    """

    kind: DifferenceKind
    where: str
    told: str
    computed: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPart:
    """One thing that was looked at.

    Attributes:
        name: What it is.
        outcome: What was found, in a few words.
        differences: How many differences were found there.
    """

    name: str
    outcome: str
    differences: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoCheck:
    """What came of checking one memo.

    Attributes:
        report: The report in the memo, in the present format.
        recomputed: The report its data gives; None where nothing can be computed from it.
        stored_version: The report format it was stored in.
        app_version: Version of the program that checked it.
        libraries: Versions of the libraries that recomputed it.
        figures: How many figures were recomputed.
        passed: Whether nothing differs.
        parts: Everything that was looked at, in order.
        differences: Everything that differs.
        remarks: What must be known beside them, a sentence each.
    """

    report: Report
    recomputed: Report | None
    stored_version: int
    app_version: str
    libraries: dict[str, str]
    figures: int
    passed: bool
    parts: tuple[CheckedPart, ...]
    differences: tuple[Difference, ...]
    remarks: tuple[str, ...]

    @property
    def is_worded_elsewhere(self) -> bool:
        """Whether it says another version made it: its words and layout were not compared then."""
        return self.report.app_version != self.app_version

    @property
    def has_other_thresholds(self) -> bool:
        """Whether its verdict comes from thresholds that are not those of this program."""
        return self.report.thresholds != DEFAULT_THRESHOLDS
