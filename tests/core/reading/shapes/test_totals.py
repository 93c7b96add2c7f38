"""Rows that are no variant: named, proved by their numbers, chosen."""

import time

import pytest

from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.shapes.totals import LeftOut, find_left_out
from tests.helpers.tables import chosen, rows_of

ROWS = "variant,users,conversions\ncontrol,100,10\nb,120,12\n"


def left_out(
    text: str, *options: str, repeated: tuple[int, ...] = (), footnotes: tuple[int, ...] = ()
) -> LeftOut:
    return find_left_out(rows_of(text), ColumnRoles(), chosen(*options), repeated, footnotes)


def test_a_tidy_table_is_left_alone() -> None:
    assert left_out(ROWS) == LeftOut()


@pytest.mark.parametrize("label", ["Total", "Gesamtergebnis", "total général", "all"])
def test_a_total_that_is_the_sum_is_left_out(label: str) -> None:
    found = left_out(f"{ROWS}{label},220,22")
    (note,) = found.rows.values()
    assert list(found.rows) == [4]
    assert note.message == f"Row 4 ({label}) is the sum of the others and was left out."
    assert (note.code, note.undo.option, note.value) == ("TOTALS_ROW", "row:4=use", label)


@pytest.mark.parametrize("row", ["Total,221,22", "Total,n/a,22", "Total,,", "Totals,100,22"])
def test_a_total_that_is_no_sum_stays_for_the_health_check(row: str) -> None:
    assert left_out(ROWS + row).rows == {}


def test_one_called_all_is_not_left_out_for_equalling_the_row_above() -> None:
    text = "variant,users,conversions\ncontrol,100,10\nall,100,12\nb,100,12"
    assert left_out(text).rows == {}
    halves = "variant,users,conversions\ncontrol,50,5\nb,50,5\nall,100,12\nc,100,12"
    assert left_out(halves).rows == {}


def test_a_row_without_a_name_is_a_total_when_every_count_is_the_sum() -> None:
    assert list(left_out(ROWS + ",220,22").rows) == [4]
    assert list(left_out(ROWS + "-,220,22").rows) == [4]
    assert left_out(ROWS + ",220,23").rows == {}
    assert left_out("variant,users\ncontrol,100\nb,120\n,220").rows == {}


def test_a_name_of_its_own_is_asked_about() -> None:
    (question,) = left_out(ROWS + "Celkem,220,22").questions
    assert "Row 4 (Celkem) holds exactly the sum" in question.text
    assert [answer.choice.option for answer in question.answers] == ["row:4=skip", "row:4=use"]
    assert question.default is None
    assert left_out(ROWS + "Celkem,220,22", "row:4=use").questions == ()
    assert left_out(ROWS + "Celkem,220,23").questions == ()
    halves = "variant,users,conversions\ncontrol,200,20\nb,100,10\nc,100,10"
    assert left_out(halves).questions == ()


def test_choices_leave_rows_out_and_keep_them() -> None:
    found = left_out(ROWS + "Total,220,22", "row:4=use", "row:3=skip")
    assert found.confirmed == (4,)
    assert [(n, note.code) for n, note in found.rows.items()] == [(3, "ROW_SKIPPED")]


def test_a_row_that_is_skipped_is_no_part_of_the_sum() -> None:
    assert set(left_out(ROWS + "c,9,9\nTotal,220,22", "row:4=skip").rows) == {4, 5}


@pytest.mark.parametrize("row", ["9", "1", "x", "\u0663"])
def test_a_row_there_is_not_is_a_sentence(row: str) -> None:
    with pytest.raises(ReadingError, match="There is no row"):
        left_out(ROWS, f"row:{row}=skip")


def test_repeated_headers_and_footnotes_are_left_out_unless_wanted() -> None:
    text = ROWS + "variant,users,conversions\nSource: BI"
    found = left_out(text, repeated=(4,), footnotes=(5,))
    assert [note.code for note in found.rows.values()] == ["HEADER_REPEATED", "ROW_SKIPPED"]
    assert "'Source: BI'" in found.rows[5].message
    kept = left_out(text, "row:5=use", repeated=(4,), footnotes=(5,))
    assert (list(kept.rows), kept.confirmed) == ([4], (5,))


def test_totals_per_day_and_a_grand_total() -> None:
    text = (
        "date,variant,users,conversions\n"
        "2026-03-01,control,100,10\n2026-03-01,b,110,11\n2026-03-01,Total,210,21\n"
        "2026-03-02,control,120,12\n2026-03-02,b,130,13\n2026-03-02,Total,250,25\n"
        "Total,,460,46\n"
    )
    found = left_out(text)
    assert set(found.rows) == {4, 7, 8}
    assert "Row 8 (Total)" in found.rows[8].message


def test_totals_of_one_variant_over_its_days() -> None:
    text = (
        "date,variant,users,conversions\n"
        "2026-03-01,control,100,10\n2026-03-02,control,120,12\nTotal,control,220,22\n"
        "2026-03-01,b,110,11\n2026-03-02,b,130,13\nTotal,b,240,24\n"
    )
    assert set(left_out(text).rows) == {4, 7}


def test_subtotals_of_a_pivot() -> None:
    text = (
        "country,variant,users,conversions\n"
        "US,control,100,10\nUS,b,110,11\nUS Total,,210,21\n"
        "DE,control,50,5\nDE,b,60,6\nDE Total,,110,11\nGrand Total,,320,32\n"
    )
    assert set(left_out(text).rows) == {4, 7, 8}


def test_a_total_of_segments_is_left_for_the_segments() -> None:
    text = (
        "country,variant,users,conversions\n"
        "US,control,100,10\nUS,b,110,11\nAll,control,100,10\nAll,b,110,11\n"
    )
    assert left_out(text).rows == {}


def test_rows_of_one_context_are_added_up_once() -> None:
    rows = "".join(f"US,Total,{i + 7},1\nUS,b{i},{i},1\n" for i in range(4995))
    calls: list[int] = []
    started = time.process_time()
    table = rows_of(f"country,variant,users,conversions\n{rows}")
    find_left_out(table, ColumnRoles(), chosen(), checkpoint=lambda: calls.append(1))
    assert time.process_time() - started < 15  # seconds; it took sixty once
    assert len(calls) > 4000


def test_many_rows_without_a_name_take_no_time() -> None:
    started = time.process_time()
    assert left_out(ROWS + "".join(f",{i},1\n" for i in range(9990))).rows == {}
    assert time.process_time() - started < 8


def test_a_choice_for_a_row_of_the_other_shape_is_passed_over() -> None:
    found = left_out(ROWS, "shape=variants", "row:9=skip", "row:3=skip")
    assert list(found.rows) == [3]
    (note,) = found.notes
    assert "row:9=skip was passed over" in note.message
