"""Continuous: what moved besides, for information; what would fill the tab when it is empty."""

import pytest

from experimentos_core.analysis import comparison_words as words
from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan
from experimentos_core.foundation import formatting
from experimentos_core.foundation.changes import ChangeUnit, change_interval, signed_change
from experimentos_core.foundation.values import Direction, GuardrailStatus, MarginScale
from experimentos_core.memo.wording import as_comparison
from experimentos_gui.results.continuous_rows import continuous_rows
from experimentos_gui.results.continuous_tab import _EXAMPLE
from experimentos_gui.results.readings import WORSE, WORSE_WITHIN, reading_tone
from experimentos_gui.theme import Tone
from tests.gui.results.conftest import rows_in, words_in
from tests.helpers.experiments import report_of

BOTH = (
    "variant,users,conversions,latency_sum,latency_sum_sq,revenue_sum,revenue_sum_sq",
    "control,10000,1000,2000000,410000000,52340.50,914226.25",
    "b,10000,1130,2012000,415000000,57120.75,987310.50",
)
PLAIN = ("variant,users,conversions", "control,10000,1000", "b,10000,1050")
BLOCKED = (
    "variant,users,conversions,revenue_sum,revenue_sum_sq",
    "control,5000,1000,10000,40000",
    "b,10000,1200,30000,140000",
)
UNTESTED = (
    "variant,users,conversions,x_sum,x_sum_sq,x_n",
    "control,10000,1000,5,9,4",
    "b,10000,1050,3,9,1",
)
WATCHED = Charter(guardrails=(GuardrailPlan(name="latency", direction=Direction.UP),))
UNWATCHED = Charter(guardrails=())
TAB = 2


def test_every_figure_is_said_as_everywhere(results, show_report) -> None:
    report = show_report(*BOTH, charter=UNWATCHED, tab=TAB)
    _, row = rows_in(results._continuous)
    told = report.continuous[1]
    change = signed_change(told.absolute_lift, ChangeUnit.AMOUNT)
    assert row == {
        "Metric": "revenue per user",
        "Variant": "b",
        "Control": "5.23 n = 10,000",
        "Treatment": "5.71 n = 10,000",
        "Difference": f"{change} {change_interval(told.ci, ChangeUnit.AMOUNT)}",
        "Relative lift": f"{formatting.signed_percent(told.relative_lift)} "
        f"{formatting.percent_interval(told.relative_ci)}",
        "p": formatting.p_value(told.p_value),
        "Reading": "\u2191 higher",
    }


@pytest.mark.parametrize(
    ("charter", "reading", "role"),
    [
        (UNWATCHED, "\u2191 higher", ""),
        (WATCHED, "\u25bc worse, within margin", " guardrail, harm is up"),
    ],
)
def test_only_a_guardrail_reads_as_better_or_worse(
    results, show_report, charter, reading, role
) -> None:
    show_report(*BOTH, charter=charter, tab=TAB)
    row = rows_in(results._continuous)[0]
    assert row["Metric"] == f"latency per user{role}"
    assert row["Reading"] == reading


def test_harm_within_the_margin_is_a_caution_and_beyond_it_an_alarm() -> None:
    for margin, status, reading, shown in (
        (2.5, GuardrailStatus.OK, WORSE_WITHIN, Tone.CAUTION),
        (0.1, GuardrailStatus.WORSENED, WORSE, Tone.BAD),
    ):
        plan = GuardrailPlan(
            name="latency",
            direction=Direction.UP,
            worsened_margin=margin,
            severe_margin=5,
            scale=MarginScale.ABSOLUTE,
        )
        report = report_of("\n".join(BOTH), Charter(guardrails=(plan,)))
        row = continuous_rows(report)[0]
        assert (row.status, row.reading) == (status, reading)
        assert reading_tone(row.reading) is shown


def test_it_says_what_the_metrics_decide(results, show_report) -> None:
    show_report(*BOTH, charter=UNWATCHED, tab=TAB)
    assert "did not influence the verdict" in words_in(results._continuous)
    assert "judged in the tab Guardrails" not in words_in(results._continuous)
    show_report(*BOTH, charter=WATCHED, tab=TAB)
    assert "Those that are guardrails are judged" in words_in(results._continuous)
    assert "95% interval" in words_in(results._continuous)


def test_a_mean_that_decides_is_told_in_the_summary(results, show_report) -> None:
    charter = Charter(primary=PrimaryPlan(metric="revenue"), guardrails=())
    show_report(*BOTH, charter=charter, tab=TAB)
    assert "revenue per user decides: see the tab Summary." in words_in(results._continuous)
    assert [row["Metric"] for row in rows_in(results._continuous)] == ["latency per user"]


def test_what_cannot_be_tested_says_why(results, show_report) -> None:
    report = show_report(*UNTESTED, tab=TAB)
    row = rows_in(results._continuous)[0]
    assert (row["Reading"], row["p"]) == ("\u2013 not testable", "N/A")
    assert row["Relative lift"] == "N/A"
    why = words.not_testable(as_comparison(report.continuous[0], 0.05))
    assert f"Not testable: x per x_n (b), because {why}." in words_in(results._continuous)


def test_empty_it_says_which_columns_would_fill_it(qtbot, results, show_report) -> None:
    show_report(*PLAIN, tab=TAB)
    said = words_in(results._continuous)
    assert "No continuous metric in this data" in said
    assert "revenue_sum,revenue_sum_sq" in said
    with qtbot.waitSignal(results.data_requested):
        results._continuous._empty.requested.emit()


def test_the_example_is_a_file_that_works() -> None:
    report = report_of(_EXAMPLE + "\n")
    assert [result.metric for result in report.continuous] == ["revenue"]
    assert report.continuous[0].reason is None


def test_blocked_it_shows_no_effect(results, show_report) -> None:
    show_report(*BOTH, tab=TAB)
    show_report(*BLOCKED, tab=TAB)
    said = words_in(results._continuous)
    assert "No effect is shown, because the data is Blocked" in said
    assert _EXAMPLE not in said
    assert results._continuous._model.rowCount() == 0


def test_its_title_counts_what_it_holds(results, show_report) -> None:
    show_report(*BOTH, tab=TAB)
    assert results._tabs._bar.tabText(TAB) == "Continuous (2)"
    show_report(*PLAIN, tab=TAB)
    assert results._tabs._bar.tabText(TAB) == "Continuous"
