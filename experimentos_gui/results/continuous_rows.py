"""The rows of the table of continuous metrics: each metric, each treatment."""

from dataclasses import dataclass

from experimentos_core.analysis import ArmMean, MeanComparison
from experimentos_core.analysis import comparison_words as words
from experimentos_core.experiment import Report
from experimentos_core.foundation.values import Direction, GuardrailStatus
from experimentos_core.memo.wording import as_comparison, metric_title, reading_of, side_of
from experimentos_gui.models.record_table import Column
from experimentos_gui.results.readings import WORSE, WORSE_WITHIN, marked, reading_tone
from experimentos_gui.results.relative_lift import relative_detail, relative_lift
from experimentos_gui.results.wording import bad_direction, untested_line


@dataclass(frozen=True, slots=True, kw_only=True)
class ContinuousRow:
    """One line of the table.

    Attributes:
        metric: Its name, with what one value belongs to.
        better: The good direction, where one was promised; else None.
        status: How it is judged as a guardrail; None where it is none.
        compared: The treatment against the control.
        alpha: The level it was tested at.
    """

    metric: str
    better: Direction | None
    status: GuardrailStatus | None
    compared: MeanComparison
    alpha: float

    @property
    def is_guardrail(self) -> bool:
        """Whether it is judged as one."""
        return self.status is not None

    @property
    def role(self) -> str:
        """What else the metric is."""
        if self.better is None:
            return ""
        if self.is_guardrail:
            return f"guardrail, {bad_direction(self.better.opposite)}"
        return "higher is better" if self.better is Direction.UP else "lower is better"

    @property
    def reading(self) -> str:
        """What it shows: better or worse where a direction was promised, else higher or lower.

        A guardrail that passes though it is worse is said to be so within its margin.
        """
        if self.better is None:
            return side_of(self.compared)
        reading = reading_of(self.compared, self.better)
        is_within = reading == WORSE and self.status is GuardrailStatus.OK
        return WORSE_WITHIN if is_within else reading


def _values(arm: ArmMean) -> str:
    return f"n = {words.arm_size(arm)}"


def _interval(row: ContinuousRow) -> str:
    return "" if row.compared.ci is None else words.interval_of_change(row.compared)


CONTINUOUS_COLUMNS: tuple[Column[ContinuousRow], ...] = (
    Column(title="Metric", text=lambda row: row.metric, detail=lambda row: row.role),
    Column(title="Variant", text=lambda row: row.compared.variant),
    Column(
        title="Control",
        text=lambda row: words.values_apart(row.compared)[0],
        detail=lambda row: _values(row.compared.control),
        is_number=True,
        explanation="Mean of the control, and the number of values it is taken over.",
    ),
    Column(
        title="Treatment",
        text=lambda row: words.values_apart(row.compared)[1],
        detail=lambda row: _values(row.compared.treatment),
        is_number=True,
        explanation="Mean of the treatment, and the number of values it is taken over.",
    ),
    Column(
        title="Difference",
        text=lambda row: words.change_of(row.compared),
        detail=_interval,
        is_number=True,
        explanation="Mean of the treatment minus mean of the control, in the metric's own unit.",
    ),
    Column(
        title="Relative lift",
        text=lambda row: relative_lift(row.compared),
        detail=lambda row: relative_detail(row.compared),
        is_number=True,
        explanation="The difference as a share of the control's mean.",
    ),
    Column(
        title="p",
        text=lambda row: words.corrected_p(row.compared, row.alpha),
        is_number=True,
        explanation="How often chance alone would show a difference at least as large.",
    ),
    Column(
        title="Reading",
        text=lambda row: marked(row.reading),
        tone=lambda row: reading_tone(row.reading),
    ),
)


def continuous_rows(report: Report) -> tuple[ContinuousRow, ...]:
    """Return one row for each metric and treatment, in the order of the report."""
    alpha = report.charter.alpha
    statuses = {(judged.name, judged.variant): judged.status for judged in report.guardrails}
    return tuple(
        ContinuousRow(
            metric=metric_title(result.metric, result.per),
            better=result.better,
            status=statuses.get((result.guardrail or "", result.variant)),
            compared=as_comparison(result, alpha),
            alpha=alpha,
        )
        for result in report.continuous
    )


def reason_line(rows: tuple[ContinuousRow, ...]) -> str:
    """Say what could not be tested, and why; empty where everything was."""
    return untested_line(
        {f"{row.metric} ({row.compared.variant})": words.not_testable(row.compared) for row in rows}
    )
