"""What the reading did is repeated in the health report."""

from experimentos_core.charter import Charter
from experimentos_core.foundation.values import HealthStatus, Severity
from experimentos_core.healthcheck import FindingCode
from experimentos_core.reading.choices import Choices
from experimentos_core.reading.interpret import interpret_content
from experimentos_core.reading.notes import NoteCode
from tests.helpers.experiments import content_of, report_of

DAILY = """date,variant,users,conversions
2026-03-01,control,1000,100
2026-03-01,b,1010,120
2026-03-02,control,1000,100
2026-03-02,b,1010,120
"""


def test_every_note_has_its_finding() -> None:
    assert {code.value for code in NoteCode} <= {code.value for code in FindingCode}


def test_a_warning_of_the_reading_is_one_of_the_report() -> None:
    reading = interpret_content(content_of(DAILY))
    assert reading.table is not None
    report = report_of(reading.table)
    [added] = [i for i in report.health.issues if i.code is FindingCode.DAYS_ADDED]
    assert added.severity is Severity.WARNING
    assert report.health.overall_status is HealthStatus.WARNING
    assert report.input.notes == reading.table.notes
    assert report.input.days is not None
    assert report.input.days.days == ("2026-03-01", "2026-03-02", "2026-03-01", "2026-03-02")


def test_a_row_that_reads_like_a_total_is_used_when_a_person_says_so() -> None:
    text = "variant,users,conversions\ncontrol,500,50\nb,500,60\nall,1000,110\n"
    left_out = interpret_content(content_of(text)).table
    assert left_out is not None
    assert [row[0] for row in left_out.rows] == ["control", "b"]
    used = interpret_content(content_of(text), Choices.parse(["row:4=use"])).table
    assert used is not None
    comparisons = report_of(used, Charter(split={"control": 1, "b": 1, "all": 2})).primary
    assert comparisons is not None
    assert [c.variant for c in comparisons.comparisons] == ["b", "all"]


def test_findings_quote_what_stood_in_the_file() -> None:
    text = "variant;users;conversions;x\ncontrol;10.234;512;1,5\nb;-10.190;561,5;1,5\n"
    table = interpret_content(content_of(text)).table
    assert table is not None
    said = {issue.code: issue for issue in report_of(table, Charter()).health.issues}
    assert "users '-10.190' is negative" in said[FindingCode.CELL_NEGATIVE].message
    assert said[FindingCode.CELL_NEGATIVE].place.value == "-10.190"
    assert "conversions '561,5' is not a whole" in said[FindingCode.CELL_FRACTIONAL].message


def test_a_sum_is_quoted_as_the_sum() -> None:
    text = (
        "date,variant,users,conversions\n"
        '2026-03-01,control,"1,000,000,000,000",10\n2026-03-02,control,9,10\n'
        "2026-03-01,b,90,10\n2026-03-02,b,80,10\n"
    )
    table = interpret_content(content_of(text)).table
    assert table is not None
    (issue,) = (i for i in report_of(table).health.issues if i.code is FindingCode.CELL_TOO_LARGE)
    assert "users '1000000000009'" in issue.message


SEGMENTED = """variant,country,users,conversions
control,US,1000,100
control,DE,500,40
b,US,1010,120
b,DE,510,50
"""


def test_a_column_that_told_the_rows_apart_is_not_called_unused() -> None:
    choices = Choices.parse(["segment:country=only DE"])
    reading = interpret_content(content_of(SEGMENTED), choices)
    assert reading.table is not None
    codes = [issue.code for issue in report_of(reading.table).health.issues]
    assert FindingCode.SEGMENT_CHOSEN in codes
    assert FindingCode.COLUMN_UNUSED not in codes
