"""The rows of the summary table: the control first, then each treatment against it."""

from dataclasses import dataclass

from experimentos_core.analysis import ArmMean, ArmRate, Comparison, PrimaryResult, RateComparison
from experimentos_core.analysis import comparison_words as words
from experimentos_core.experiment import Report
from experimentos_core.foundation import formatting
from experimentos_core.foundation.values import MetricKind, Verdict
from experimentos_core.memo.wording import comparison_of, control_name, reading_of
from experimentos_gui.messages import tone, with_symbol
from experimentos_gui.models.record_table import Column
from experimentos_gui.results.readings import marked, reading_tone
from experimentos_gui.results.relative_lift import relative_detail, relative_lift
from experimentos_gui.widgets.labels import shortened

_LONGEST_HEADING = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """One line of the table, every number already in words; empty where it does not apply."""

    variant: str
    role: str
    size: str
    conversions: str = ""
    value: str
    difference: str = ""
    difference_interval: str = ""
    relative: str = ""
    relative_interval: str = ""
    p_value: str = ""
    p_detail: str = ""
    reading: str = ""
    verdict: Verdict | None = None
    choice: str = ""


_VARIANT = Column[SummaryRow](
    title="Variant", text=lambda row: row.variant, detail=lambda row: row.role
)
_RATE: tuple[Column[SummaryRow], ...] = (
    _VARIANT,
    Column(title="Users", text=lambda row: row.size, is_number=True),
    Column(title="Conversions", text=lambda row: row.conversions, is_number=True),
    Column(title="Rate", text=lambda row: row.value, is_number=True),
)
_CHANGE: tuple[Column[SummaryRow], ...] = (
    Column(
        title="Relative lift",
        text=lambda row: row.relative,
        detail=lambda row: row.relative_interval,
        is_number=True,
        explanation="The difference as a share of the control's value.",
    ),
    Column(
        title="p",
        text=lambda row: row.p_value,
        detail=lambda row: row.p_detail,
        is_number=True,
        explanation="How often chance alone would show a difference at least as large.",
    ),
    Column(
        title="Reading",
        text=lambda row: marked(row.reading),
        tone=lambda row: reading_tone(row.reading),
        explanation="What the primary metric alone shows.",
    ),
)
_VERDICT = Column[SummaryRow](
    title="Verdict",
    text=lambda row: with_symbol(row.verdict) if row.verdict else "",
    detail=lambda row: row.choice,
    tone=lambda row: tone(row.verdict) if row.verdict else None,
    explanation="What the rules say of this variant, its guardrails included.",
)


def summary_columns(primary: PrimaryResult) -> tuple[Column[SummaryRow], ...]:
    """Return the columns for rates or for means; with the verdict where there are several."""
    verdict = (_VERDICT,) if len(primary.comparisons) > 1 else ()
    return (*_arm_columns(primary), _difference(primary), *_CHANGE, *verdict)


def summary_rows(report: Report, primary: PrimaryResult) -> tuple[SummaryRow, ...]:
    """Return one row for the control and one for each treatment."""
    arm = primary.comparisons[0].control
    control = SummaryRow(
        variant=control_name(report),
        role="control",
        size=words.arm_size(arm),
        conversions=_conversions(arm),
        value=max((words.values_apart(each)[0] for each in primary.comparisons), key=len),
    )
    verdicts = {arm.variant: arm.verdict for arm in report.decision.arms}
    return (
        control,
        *(
            _treatment_row(comparison, primary, report, verdicts.get(comparison.variant))
            for comparison in primary.comparisons
        ),
    )


def _arm_columns(primary: PrimaryResult) -> tuple[Column[SummaryRow], ...]:
    if primary.kind is MetricKind.RATE:
        return _RATE
    counted = shortened(f"{primary.per[:1].upper()}{primary.per[1:]}", _LONGEST_HEADING)
    return (
        _VARIANT,
        Column(
            title=counted or "Values",
            text=lambda row: row.size,
            is_number=True,
            explanation="How many values the mean is taken over.",
        ),
        Column(title="Mean", text=lambda row: row.value, is_number=True),
    )


def _difference(primary: PrimaryResult) -> Column[SummaryRow]:
    is_rate = primary.kind is MetricKind.RATE
    explanation = (
        "Rate of the treatment minus rate of the control, in percentage points."
        if is_rate
        else "Mean of the treatment minus mean of the control, in the metric's own unit."
    )
    return Column(
        title="Difference",
        text=lambda row: row.difference,
        detail=lambda row: row.difference_interval,
        is_number=True,
        explanation=explanation,
    )


def _conversions(arm: ArmRate | ArmMean) -> str:
    return formatting.count(arm.conversions) if isinstance(arm, ArmRate) else ""


def _treatment_row(
    comparison: Comparison, primary: PrimaryResult, report: Report, verdict: Verdict | None
) -> SummaryRow:
    return SummaryRow(
        variant=comparison.variant,
        role="treatment",
        size=words.arm_size(comparison.treatment),
        conversions=_conversions(comparison.treatment),
        value=words.values_apart(comparison)[1],
        difference=words.change_of(comparison),
        difference_interval="" if comparison.ci is None else words.interval_of_change(comparison),
        relative=relative_lift(comparison),
        relative_interval=relative_detail(comparison),
        p_value=words.corrected_p(comparison, report.charter.alpha),
        p_detail=_exact_p(comparison),
        reading=reading_of(comparison, primary.direction),
        verdict=verdict,
        choice=_choice(report, comparison.variant, verdict),
    )


def _choice(report: Report, variant: str, verdict: Verdict | None) -> str:
    """Whether a variant that earns a launch is the one to launch."""
    chosen = report.decision.variant
    if verdict is not Verdict.LAUNCH or chosen is None:
        return ""
    if variant == chosen:
        return "chosen"
    lifts = {comparison_of(report, each).absolute_lift for each in (variant, chosen)}
    return f"also earns Launch, {'equal' if len(lifts) == 1 else 'smaller'} gain"


def _exact_p(comparison: Comparison) -> str:
    if isinstance(comparison, RateComparison) and comparison.fisher_p is not None:
        return f"exact {formatting.p_value(comparison.fisher_p)}"
    return ""
