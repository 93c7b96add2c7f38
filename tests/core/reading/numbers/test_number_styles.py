"""Columns of numbers: the decimal mark decided by visible rules, or asked about once."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experimentos_core.foundation.values import Severity
from experimentos_core.reading.choices import Choices
from experimentos_core.reading.notes import NoteCode
from experimentos_core.reading.numbers.styles import ColumnKind, NumberReading, read_numbers
from experimentos_core.reading.table import Source, Table

COUNT, MEASURE, RATE, EXTRA, _ = ColumnKind
KINDS = {
    "users": COUNT,
    "conversions": COUNT,
    "errors": COUNT,
    "extra": EXTRA,
    "revenue": MEASURE,
    "revenue_sd": MEASURE,
    "rate": RATE,
}


def table_of(separator: str, **columns: list[str]) -> Table:
    rows = tuple(zip(*columns.values(), strict=True))
    return Table(
        header=tuple(columns),
        rows=rows,
        row_numbers=tuple(range(2, len(rows) + 2)),
        source=Source(name="x.csv", sha256="0", encoding="UTF-8", separator=separator),
    )


def read(*options: str, separator: str = "semicolon", **columns: list[str]) -> NumberReading:
    kinds = {i: KINDS[name] for i, name in enumerate(columns) if name in KINDS}
    return read_numbers(table_of(separator, **columns), kinds, Choices.parse(options))


def column(reading: NumberReading, position: int = 0) -> list[str]:
    return [row[position] for row in reading.rows]


def assert_tidy(reading: NumberReading, **columns: list[str]) -> None:
    assert reading.rows == tuple(zip(*columns.values(), strict=True))
    assert (reading.questions, reading.notes, reading.chips, reading.details) == ((), (), (), ())


@pytest.mark.parametrize(
    "columns",
    [
        {"variant": ["a", "b"], "users": ["1000", "1001"], "revenue": ["10.5", "11"]},
        {"users": ["1000.0", " 1e3 "], "revenue": ["1.2E+05", "-3.25"], "rate": [".05", "0.051"]},
        {"users": ["512", "498"], "revenue": ["10.234", "11.456"], "rate": ["0.051", "0.055"]},
        {"users": ["", "n/a"], "conversions": ["inf", "-5"], "errors": ["12.5", "abc"]},
        {"users": ["1000", "\uff11\uff12"], "conversions": ["1_000", "12,34,567"]},
        {"rate": ["5.123", "5.5"], "comment": ["1,5", "$5"]},
    ],
)
def test_a_tidy_file_stays_as_it_stands(columns: dict[str, list[str]]) -> None:
    assert_tidy(read(separator="comma", **columns), **columns)


def test_what_is_not_used_is_never_changed_or_asked_about() -> None:
    columns = {"other": ["10.234", "1.234,5"], "users": ["100", "200"]}
    assert_tidy(read(**columns), **columns)


@pytest.mark.parametrize(
    ("column_name", "cells", "expected", "details"),
    [
        ("revenue", ["1,5", "2,25"], ["1.5", "2.25"], ("decimal comma",)),
        ("users", ["1.234.567", "10.234"], ["1234567", "10234"], ("thousands: dot",)),
        ("users", ["1,234,567", "10,234"], ["1234567", "10234"], ("thousands: comma",)),
        ("users", ["10 234", "980"], ["10234", "980"], ("thousands: space",)),
        ("users", ["10\u202f234", "980"], ["10234", "980"], ("thousands: space",)),
        ("users", ["10\u2019234", "980"], ["10234", "980"], ("thousands: apostrophe",)),
        ("users", ["'1000", "980"], ["1000", "980"], ("numbers written as text",)),
        ("revenue", ["(1,234.50)", "5"], ["-1234.50", "5"], ("thousands: comma",)),
        ("revenue", ["\u22125", "5"], ["-5", "5"], ("numbers written as text",)),
        (
            "revenue",
            ["1.234,50 \u20ac", "\u20ac 5"],
            ["1234.50", "5"],
            ("decimal comma", "thousands: dot", "currency signs"),
        ),
        ("rate", ["5.51 %", "5 %"], ["0.0551", "0.05"], ("percent signs",)),
        ("rate", ["5,512", "5,1"], ["5.512", "5.1"], ("decimal comma",)),
    ],
)
def test_certain_styles_are_read_and_said(
    column_name: str, cells: list[str], expected: list[str], details: tuple[str, ...]
) -> None:
    reading = read(**{column_name: cells})
    assert column(reading) == expected
    assert reading.details == details
    assert reading.questions == ()
    (chip,) = reading.chips
    assert chip.text == ", ".join(details)
    assert not chip.is_guess
    (note,) = reading.notes
    changed = next(i for i, cell in enumerate(cells) if cell != expected[i])
    assert note.code is NoteCode.NUMBERS_READ
    assert note.column == column_name
    assert note.value in cells[changed:]
    assert note.message.startswith(" ".join((note.value or "").split()))


@pytest.mark.parametrize(
    ("column_name", "cell"),
    [("users", "$1.234,50"), ("users", "5 %"), ("revenue", "5,5 %"), ("rate", "$5")],
)
def test_a_unit_that_does_not_belong_stays_for_the_health_check(
    column_name: str, cell: str
) -> None:
    reading = read(**{column_name: [cell, "1"]})
    assert column(reading) == [cell, "1"]
    assert reading.questions == ()
    assert reading.notes == ()


def test_one_group_of_thousands_in_a_count_is_asked_about() -> None:
    reading = read(variant=["a", "b"], users=["980", "10.234"], conversions=["512", "1.100"])
    (question,) = reading.questions
    assert (question.row, question.column, question.value) == (3, "users", "10.234")
    assert question.text == (
        "Is 10.234 in row 3, column 'users', 10,234 (a whole number) or 10.234 (a fraction)?"
    )
    assert question.default == 0
    assert [answer.choice.option for answer in question.answers] == [
        "decimal:users=comma",
        "decimal:users=point",
    ]
    assert column(reading, 1) == ["980", "10234"]
    assert column(reading, 2) == ["512", "1100"]
    assert reading.chips[0].is_guess


def test_a_group_by_comma_is_asked_about_too() -> None:
    reading = read(users=["10,234"], conversions=["512"])
    (question,) = reading.questions
    assert question.answers[0].choice.option == "decimal:users=point"
    assert question.answers[0].label == "10,234 (a whole number)"
    assert column(reading) == ["10234"]


def test_nothing_is_supposed_of_a_measure() -> None:
    reading = read(users=["512", "498"], revenue=["10.234", "($5)"])
    (question,) = reading.questions
    assert (question.column, question.default) == ("revenue", None)
    assert column(reading, 1) == ["10.234", "-5"]


def test_a_count_is_asked_about_before_a_measure() -> None:
    reading = read(revenue=["10.234"], users=["10.190"])
    assert [question.column for question in reading.questions] == ["users"]


def test_an_answer_holds_for_every_column_with_the_same_mark() -> None:
    columns = {"users": ["10.234"], "conversions": ["1.512"], "revenue": ["12.345"]}
    thousands = read("decimal:users=comma", **columns)
    assert thousands.rows == (("10234", "1512", "12345"),)
    fractions = read("decimal:users=point", **columns)
    assert fractions.rows == (("10.234", "1.512", "12.345"),)
    assert thousands.questions == fractions.questions == ()
    assert thousands.chips[0].taken == 1
    assert (fractions.chips[0].text, fractions.chips[0].taken) == ("decimal point", 0)
    assert "as you chose for another column" in thousands.notes[1].message


def test_an_answer_does_not_make_another_count_a_fraction() -> None:
    reading = read("decimal:users=comma", users=["10.234"], errors=["1,512"])
    assert [question.column for question in reading.questions] == ["errors"]


def test_a_choice_for_a_column_wins_over_everything() -> None:
    columns = {"users": ["10.234"], "revenue": ["12.345"], "rate": ["0,05"]}
    reading = read("decimal:users=point", **columns)
    assert reading.rows == (("10.234", "12345", "0.05"),)
    assert reading.questions == ()


def test_choices_that_contradict_each_other_settle_no_third_column() -> None:
    columns = {"users": ["10.234"], "conversions": ["1.512"], "revenue": ["12.345"]}
    reading = read("decimal:users=comma", "decimal:revenue=point", **columns)
    assert [question.column for question in reading.questions] == ["conversions"]


def test_the_file_decides_where_a_column_does_not() -> None:
    reading = read(users=["10.234"], conversions=["512"], revenue=["1234,5"])
    assert reading.rows == (("10234", "512", "1234.5"),)
    assert reading.questions == ()
    note = reading.notes[0]
    assert note.message == (
        "10.234 in row 2 of 'users' was read as 10,234 (a whole number), "
        "because 1234,5 in row 2 of 'revenue' has a decimal comma."
    )
    assert note.undo is not None
    assert note.undo.option == "decimal:users=point"
    undone = read(note.undo.option, users=["10.234"], conversions=["512"], revenue=["1234,5"])
    assert undone.rows == (("10.234", "512", "1234.5"),)
    assert reading.chips[0].is_guess


def test_a_column_that_is_not_used_is_evidence_too() -> None:
    reading = read(users=["10.234"], uplift=["1,5"])
    assert reading.rows == (("10234", "1,5"),)
    assert reading.questions == ()


def test_an_extra_column_is_asked_about_like_a_count() -> None:
    reading = read(revenue=["1.5"], extra=["1.512"], separator="comma")
    assert (reading.questions, column(reading, 1)) == ((), ["1.512"])
    asked = read(revenue=["10.234"], extra=["1.512"])
    assert [(q.column, q.default) for q in asked.questions] == [("extra", 0)]
    assert asked.rows == (("10234", "1512"),)


@pytest.mark.parametrize(
    "cells", [["1,5", "good", "bad"], ["$5", "$6", "$7"], ["01.03", "1,5", "2,5"], ["", "", ""]]
)
def test_an_extra_column_without_counts_keeps_its_text(cells: list[str]) -> None:
    reading = read(extra=cells)
    assert column(reading) == cells
    assert (reading.questions, reading.notes) == ((), ())


@pytest.mark.parametrize("other", ["01.03", "day 1,5"])
def test_days_and_text_are_no_evidence(other: str) -> None:
    assert read(revenue=["10.234", "11.456"], other=[other, other]).questions != ()


def test_a_file_that_contradicts_itself_is_asked_about() -> None:
    reading = read(users=["10.234"], revenue=["1234,5"], rate=["0.051"])
    assert [question.column for question in reading.questions] == ["users"]


def test_long_numbers_tell_nothing_in_a_file_that_contradicts_itself() -> None:
    columns = {"revenue": ["10.234"], "rate": ["0.051"], "revenue_sd": ["1,5"]}
    reading = read(users=["10234"], separator="comma", **columns)
    assert [question.column for question in reading.questions] == ["revenue"]


def test_long_numbers_say_nothing_where_each_column_may_be_formatted_on_its_own() -> None:
    reading = read(users=["10234"], revenue=["10.234"], separator="semicolon")
    assert [question.column for question in reading.questions] == ["revenue"]


def test_long_numbers_make_no_fraction_of_a_count() -> None:
    reading = read(users=["10.234"], conversions=["1512"])
    assert [question.column for question in reading.questions] == ["users"]
    assert column(reading) == ["10234"]


@pytest.mark.parametrize("count", ["10.234", "980.000"])
def test_a_count_is_never_supposed_to_be_a_fraction(count: str) -> None:
    reading = read(users=[count], rate=["0.051"], separator="comma")
    (question,) = reading.questions
    assert question.value == count
    assert column(reading) == [count.replace(".", "")]


def test_a_count_that_shows_its_decimals_is_read_so() -> None:
    columns = {"users": ["1000.000", "980.000"]}
    assert_tidy(read(**columns), **columns)


def test_long_numbers_without_marks_make_a_fraction_of_a_measure() -> None:
    reading = read(users=["10234"], revenue=["10.234"], separator="comma")
    assert reading.questions == ()
    assert reading.rows == (("10234", "10.234"),)
    (note,) = reading.notes
    assert "because 10234 in row 2 of 'users' has no dot or comma" in note.message
    assert note.undo is not None
    assert note.undo.option == "decimal:revenue=comma"


def test_a_column_that_contradicts_itself_is_warned_about() -> None:
    reading = read(revenue=["1.234,5", "1,234.5", "12,5"])
    assert column(reading) == ["1234.5", "1,234.5", "12.5"]
    warning = reading.notes[0]
    assert (warning.code, warning.severity) == (NoteCode.NUMBERS_MIXED, Severity.WARNING)
    assert (warning.row, warning.value) == (3, "1,234.5")
    assert "1.234,5 in row 2" in warning.message
    assert "1,234.5 in row 3" in warning.message


def test_the_first_cell_wins_a_tie_and_a_choice_wins_over_it() -> None:
    assert column(read(revenue=["1.234,5", "1,234.5"])) == ["1234.5", "1,234.5"]
    chosen = read("decimal:revenue=point", revenue=["1.234,5", "1,234.5"])
    assert column(chosen) == ["1.234,5", "1234.5"]
    assert chosen.notes[0].code is NoteCode.NUMBERS_MIXED


def test_a_share_of_thousands_is_left_where_the_column_says_otherwise() -> None:
    reading = read(rate=["0,051", "0,052", "5.123"])
    assert column(reading) == ["0.051", "0.052", "5.123"]
    assert reading.notes[0].code is NoteCode.NUMBERS_MIXED


def test_a_number_stored_as_such_can_be_read_in_one_way_only() -> None:
    table = table_of("sheet 1", revenue=["10.234", "1,5"], users=["512", "498"])
    kinds = {0: MEASURE, 1: COUNT}
    stored = read_numbers(table, kinds, Choices(), is_stored=lambda row, _: row == 2)
    assert stored.questions == ()
    assert column(stored) == ["10.234", "1.5"]


def test_short_rows_and_unknown_positions_are_no_trouble() -> None:
    table = Table(
        header=("users", "revenue"),
        rows=(("1 000",), ("1 001", "1,5", "extra")),
        row_numbers=(2, 4),
        source=Source(name="x", sha256="0", encoding="UTF-8", separator="semicolon"),
    )
    reading = read_numbers(table, {0: COUNT, 1: MEASURE, 9: COUNT}, Choices())
    assert reading.rows == (("1000",), ("1001", "1.5", "extra"))


def test_reading_can_be_cancelled() -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_numbers(table_of("tab", users=["1"]), {0: COUNT}, Choices(), checkpoint=stop)


GROUPS = {".": ["", ",", " ", "\u00a0", "\u202f", "\u2019"], ",": ["", ".", " ", "\u2009", "'"]}


def writer(mark: str, group: str) -> Callable[[Decimal], str]:
    def write(value: Decimal) -> str:
        return f"{value:,f}".replace(".", "\0").replace(",", group).replace("\0", mark)

    return write


dialects = st.sampled_from([(mark, group) for mark, groups in GROUPS.items() for group in groups])
amounts = st.decimals(-(10**9), 10**9, places=2) | st.decimals(-(10**6), 10**6, places=3)
counts = st.integers(0, 10**12)


@settings(max_examples=500)
@given(dialects, st.lists(st.tuples(counts, amounts), min_size=1, max_size=4))
def test_what_a_dialect_wrote_is_read_back_exactly_or_asked_about(
    dialect: tuple[str, str], values: list[tuple[int, Decimal]]
) -> None:
    """The answer is the writer's own mark; whatever was asked, the numbers come back."""
    write = writer(*dialect)
    mark = "comma" if dialect[0] == "," else "point"
    columns = {
        "users": [write(Decimal(count)) for count, _ in values],
        "revenue": [write(amount) for _, amount in values],
    }
    options: list[str] = []
    reading = read(**columns)
    while reading.questions:
        options.append(f"decimal:{reading.questions[0].column}={mark}")
        assert len(options) <= len(columns)
        reading = read(*options, **columns)
    assert [int(cell) for cell in column(reading)] == [count for count, _ in values]
    assert [Decimal(cell) for cell in column(reading, 1)] == [amount for _, amount in values]


@settings(max_examples=500)
@given(dialects, st.lists(st.tuples(counts, amounts), min_size=1, max_size=4))
def test_reading_again_changes_nothing(
    dialect: tuple[str, str], values: list[tuple[int, Decimal]]
) -> None:
    """One certain cell for each column and mark, so that nothing has to be asked."""
    write = writer(*dialect)
    columns = {
        "users": [*(write(Decimal(count)) for count, _ in values), "1"],
        "revenue": [*(write(amount) for _, amount in values), write(Decimal("0.5"))],
        "rate": [write(Decimal("0.05"))] * (len(values) + 1),
    }
    once = read(**columns)
    assert once.questions == () or dialect[1] in (",", ".", "")
    if once.questions:
        return
    again = dict(zip(columns, map(list, zip(*once.rows, strict=True)), strict=True))
    assert_tidy(read(separator="comma", **again), **again)


cells = st.text(alphabet="0123456789.,'\u00a0 -%$()ea", max_size=9) | st.text(max_size=5)


@settings(max_examples=300)
@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=4), st.sampled_from(["", "x"]))
def test_any_cells_are_read_or_left(rows: list[tuple[str, str, str]], choice: str) -> None:
    users, revenue, rate = (list(column) for column in zip(*rows, strict=True))
    options = ("decimal:users=comma",) if choice else ()
    reading = read(*options, users=users, revenue=revenue, rate=rate)
    assert [len(row) for row in reading.rows] == [3] * len(rows)
    for question in reading.questions:
        assert question.in_words()


def test_a_note_shows_what_was_read_with_thousands_set_apart() -> None:
    reading = read(revenue=["25.600,50", "1,5"])
    assert "25.600,50 in row 2 of 'revenue' was read as 25,600.50" in reading.notes[0].message
