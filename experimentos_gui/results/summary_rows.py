"""The rows of the summary table: the control first, then each treatment against it."""

from dataclasses import dataclass

from experimentos_core.analysis import Comparison, PrimaryResult
from experimentos_core.charter import Charter
from experimentos_core.experiment import Report
from experimentos_core.foundation import formatting
from experimentos_core.foundation.formatting import level
from experimentos_core.foundation.values import Correction
from experimentos_core.memo.wording import reading_of
from experimentos_gui.models.record_table import Column
from experimentos_gui.results.wording import chi_square
from experimentos_gui.theme import Tone

_CORRECTIONS = {
    Correction.BONFERRONI: "Bonferroni",
    Correction.HOLM: "Holm",
    Correction.FDR_BH: "Benjamini-Hochberg",
}
_TONES = {"better": Tone.GOOD, "worse": Tone.BAD, "not clear": Tone.CAUTION}
_SYMBOLS = {"better": "\u25b2", "worse": "\u25bc", "not clear": "\u25a0"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """One line of the table, every number already in words; empty where it does not apply."""

    variant: str
    role: str
    users: str
    conversions: str
    rate: str
    difference: str = ""
    difference_interval: str = ""
    relative: str = ""
    relative_interval: str = ""
    p_value: str = ""
    p_detail: str = ""
    reading: str = ""

    @property
    def tone(self) -> Tone | None:
        """Colour of the reading; None for the control."""
        return _TONES.get(self.reading)

    @property
    def marked_reading(self) -> str:
        """The reading with its symbol."""
        return f"{_SYMBOLS[self.reading]} {self.reading}" if self.reading else ""


SUMMARY_COLUMNS: tuple[Column[SummaryRow], ...] = (
    Column(title="Variant", text=lambda row: row.variant, detail=lambda row: row.role),
    Column(title="Users", text=lambda row: row.users, is_number=True),
    Column(title="Conversions", text=lambda row: row.conversions, is_number=True),
    Column(title="Rate", text=lambda row: row.rate, is_number=True),
    Column(
        title="Difference",
        text=lambda row: row.difference,
        detail=lambda row: row.difference_interval,
        is_number=True,
        explanation="Rate of the treatment minus rate of the control, in percentage points.",
    ),
    Column(
        title="Relative lift",
        text=lambda row: row.relative,
        detail=lambda row: row.relative_interval,
        is_number=True,
        explanation="The difference as a share of the control's rate.",
    ),
    Column(
        title="p",
        text=lambda row: row.p_value,
        detail=lambda row: row.p_detail,
        is_number=True,
        explanation="How often chance alone would show a difference at least as large.",
    ),
    Column(title="Reading", text=lambda row: row.marked_reading, tone=lambda row: row.tone),
)


def summary_rows(primary: PrimaryResult, control: str, alpha: float) -> tuple[SummaryRow, ...]:
    """Return one row for the control and one for each treatment, tested at level `alpha`."""
    arm = primary.comparisons[0].control
    base = SummaryRow(
        variant=control,
        role="control",
        users=formatting.count(arm.users),
        conversions=formatting.count(arm.conversions),
        rate=formatting.percent(arm.rate),
    )
    return (
        base,
        *(_treatment_row(comparison, primary, alpha) for comparison in primary.comparisons),
    )


def control_name(report: Report) -> str:
    """Return the arm of the split test that no comparison is about."""
    observed = report.health.srm.observed if report.health.srm is not None else {}
    comparisons = report.primary.comparisons if report.primary is not None else ()
    treatments = {comparison.variant for comparison in comparisons}
    return next((label for label in observed if label not in treatments), "control")


def method_line(primary: PrimaryResult, charter: Charter) -> str:
    """Say how the intervals and p-values of the table were made."""
    levels = {level(comparison.confidence) for comparison in primary.comparisons}
    sentences = [f"Below each change: its {' or '.join(sorted(levels))} interval."]
    if len(primary.comparisons) > 1 and charter.correction is not Correction.NONE:
        method = _CORRECTIONS[charter.correction]
        count = len(primary.comparisons)
        sentences.append(f"p is corrected for {count} treatments ({method}).")
    sentences.append(
        "Pooled z test; score intervals that exclude no change exactly when p is below "
        f"{formatting.threshold(charter.alpha)}."
    )
    return " ".join(sentences)


def overall_line(primary: PrimaryResult) -> str:
    """Say what the test over all arms shows; empty with a single treatment."""
    if primary.overall is None:
        return ""
    test = primary.overall
    return (
        f"All variants together: {formatting.p_equals(test.p_value)} "
        f"({chi_square(test.chi2, test.df)}). It is shown for information and decides nothing."
    )


def _treatment_row(comparison: Comparison, primary: PrimaryResult, alpha: float) -> SummaryRow:
    arm = comparison.treatment
    undefined = comparison.relative_lift is None
    return SummaryRow(
        variant=comparison.variant,
        role="treatment",
        users=formatting.count(arm.users),
        conversions=formatting.count(arm.conversions),
        rate=formatting.percent(arm.rate),
        difference=formatting.points(comparison.absolute_lift),
        difference_interval=formatting.points_interval(comparison.ci),
        relative=formatting.signed_percent(comparison.relative_lift),
        relative_interval=(
            "the control's rate is 0"
            if undefined
            else formatting.percent_interval(comparison.relative_ci)
        ),
        p_value=formatting.p_value(comparison.p_corrected, alpha),
        p_detail=(
            ""
            if comparison.fisher_p is None
            else f"exact {formatting.p_value(comparison.fisher_p)}"
        ),
        reading=reading_of(comparison, primary.direction),
    )
