"""Rates held against counts, counts from rates, sums from means: exactly or not at all."""

from decimal import Decimal
from fractions import Fraction
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.derived.derive import Derived, derive
from experimentos_core.reading.table import Table
from tests.helpers.tables import chosen, rows_of

HEAD = "variant,users,conversions,{}\ncontrol,10234,512,{}\nb,10190,561,{}"


def derived(text: str, *options: str, raw: str | None = None) -> Derived:
    before = None if raw is None else rows_of(raw)
    return derive(rows_of(text), ColumnRoles(), chosen(*options), before)


def codes(result: Derived) -> list[str]:
    return [note.code.value for note in result.notes]


@pytest.mark.parametrize(
    "text",
    [
        "variant,users,conversions\ncontrol,100,10\nb,100,11",
        "variant,users,conversions,errors,note\ncontrol,100,10,1,x\nb,100,11,2,y",
        "variant,users\ncontrol,100\nb,100",
        "variant,users,conversions,cr\ncontrol,100,10\nb,100,11,0.11",
        HEAD.format("error_rate", "0.1", "0.2"),
        HEAD.format("revenue_sum", "100.5", "200"),
        HEAD.format("revenue_mean", "1.5", "2"),
        HEAD.format("cr", "n/a", ""),
    ],
)
def test_what_is_not_derived_stands(text: str) -> None:
    assert derived(text) == Derived(table=rows_of(text), roles=ColumnRoles())


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("conversion_rate", ("0.0500", "0.0551")),
        ("cr", ("0.05", "0.06")),
        ("Conv %", ("5.00", "5.51")),
        ("Konversionsrate", ("5.0", "5.5")),
        ("conversion rate", ("5.00%", "5.51%")),
        ("CVR", (repr(512 / 10234), repr(561 / 10190))),
        ("conversion_rate", ("0.0500", "n/a")),
    ],
)
def test_a_rate_that_agrees_is_left_out(name: str, cells: tuple[str, str]) -> None:
    result = derived(HEAD.format(name, *cells))
    assert result.table.header == ("variant", "users", "conversions")
    assert result.table.rows[1] == ("b", "10190", "561")
    (note,) = result.notes
    assert note.message == (
        f"The column {name!r} was left out: it is conversions divided by users."
    )
    assert derived(HEAD.format(name, *cells), note.undo.option).table.header[-1] == name


def test_a_rate_that_disagrees_is_named_with_both_values() -> None:
    result = derived(HEAD.format("conversion_rate", "0.0500", "0.0552"))
    (note,) = result.notes
    assert (note.code, note.severity, note.row) == ("RATE_MISMATCH", "Warning", 3)
    assert "says 5.52%, but 561 conversions of 10,190 users are 5.51%" in note.message


def test_a_rate_of_other_counts_is_no_disagreement() -> None:
    text = "variant,users,conversions,sessions,cr\na,100,10,200,0.05\nb,100,12,240,0.05"
    (note,) = derived(text).notes
    assert "it is conversions divided by sessions" in note.message
    clicks = "variant,users,conversions,ctr\na,100,10,0.31\nb,100,12,0.33"
    assert derived(clicks).notes == ()
    named = "variant,users,signups,signup_rate\na,100,10,0.1\nb,100,12,0.12"
    roles = ColumnRoles(conversions="signups")
    assert derive(rows_of(named), roles).table.header == ("variant", "users", "signups")


RATES = "variant,users,{}\ncontrol,10234,{}\nb,10190,{}"


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("conversion_rate", ("0.0500", "0.0551")),
        ("conversion_rate", ("5.00", "5.51")),
        ("conv %", ("5.003", "5.505")),
        ("cr", ("5.00%", "5.51%")),
        ("cr", (repr(512 / 10234), repr(561 / 10190))),
        ("cr", (repr(100 * 512 / 10234), repr(100 * 561 / 10190))),
    ],
)
def test_counts_are_worked_out_where_there_is_only_one(name: str, cells: tuple[str, str]) -> None:
    result = derived(RATES.format(name, *cells))
    assert result.table.header == ("variant", "users", "conversions")
    assert [row[2] for row in result.table.rows] == ["512", "561"]
    (note,) = result.notes
    assert (note.code, note.severity) == ("COUNTS_FROM_RATE", "Note")
    assert "of 10,234 users in row 2 are 512." in note.message


def test_cells_that_bore_percent_signs_are_fractions_whatever_the_header_says() -> None:
    plain, raw = RATES.format("cr %", "0.0500", "0.0551"), RATES.format("cr %", "5.00%", "5.51%")
    assert [row[2] for row in derived(plain, raw=raw).table.rows] == ["512", "561"]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (("5.0%", "5.51%"), "In row 2, 5.0% of 10,234 users may be 507 to 516 conversions."),
        (("5.00%", "5%"), "In row 3, 5% of 10,190 users may be 459 to 560 conversions."),
        (("0.050001%", "5.51%"), "is no whole number of conversions"),
    ],
)
def test_a_rate_too_rough_blocks_and_adds_nothing(cells: tuple[str, str], words: str) -> None:
    result = derived(RATES.format("cr", *cells))
    assert result.table == rows_of(RATES.format("cr", *cells))
    (note,) = result.notes
    assert (note.code, note.severity) == ("RATE_TOO_ROUGH", "Blocked")
    assert words in note.message
    assert note.hint.endswith(".")


def test_a_broken_rate_is_left_for_the_health_check() -> None:
    result = derived(RATES.format("cr", "5.00%", "n/a"))
    assert [row[2] for row in result.table.rows] == ["512", "n/a"]


def test_rates_that_could_be_percent_are_warned_of() -> None:
    (note,) = derived("variant,users,cr\ncontrol,100,0.55\nb,100,0.61").notes
    assert note.severity == "Warning"
    assert "55% of 100 users" in note.message


TWO_SCALES = "variant,users,{}\ncontrol,{},{}\nb,{},{}"


@pytest.mark.parametrize(
    ("users", "cells", "shares", "percentages"),
    [
        (1000, ("0.800", "0.900"), ("800", "900"), ("8", "9")),
        (10_000, ("0.0500", "0.0600"), ("500", "600"), ("5", "6")),
        (1000, ("0.000", "0.900"), ("0", "900"), ("0", "9")),
    ],
)
def test_rates_that_give_counts_on_both_scales_are_asked_about(
    users: int, cells: tuple[str, str], shares: tuple[str, str], percentages: tuple[str, str]
) -> None:
    text = TWO_SCALES.format("cr", users, cells[0], users, cells[1])
    result = derived(text)
    (question,) = result.questions
    assert question.default == 0
    assert [answer.choice.option for answer in question.answers] == [
        *("scale:cr=fraction", "scale:cr=percent")
    ]
    assert tuple(row[2] for row in result.table.rows) == shares
    for option, counts in (("fraction", shares), ("percent", percentages)):
        answered = derived(text, f"scale:cr={option}")
        assert answered.questions == ()
        assert tuple(row[2] for row in answered.table.rows) == counts
        assert [note.severity for note in answered.notes] == ["Note"]


def test_the_question_about_the_scale_names_a_cell_that_tells() -> None:
    (question,) = derived(TWO_SCALES.format("cr", 1000, "0.000", 1000, "0.900")).questions
    assert (question.row, question.column, question.value) == (3, "cr", "0.900")
    assert "0.900 in row 3 is 900 of 1,000 users or 9 of 1,000." in question.text


@pytest.mark.parametrize("name", ["cr %", "conversion pct", "Conversion rate (percent)"])
def test_a_name_that_says_percent_leaves_nothing_to_ask(name: str) -> None:
    result = derived(TWO_SCALES.format(name, 1000, "0.800", 1000, "0.900"))
    assert result.questions == ()
    assert [row[2] for row in result.table.rows] == ["8", "9"]


def test_signs_leave_nothing_to_ask() -> None:
    raw = TWO_SCALES.format("cr", 1000, "80.0%", 1000, "90.0%")
    result = derived(TWO_SCALES.format("cr", 1000, "0.800", 1000, "0.900"), raw=raw)
    assert result.questions == ()
    assert [row[2] for row in result.table.rows] == ["800", "900"]


def test_a_scale_that_alone_gives_counts_is_asked_about_where_the_other_is_rough() -> None:
    text = TWO_SCALES.format("cr", 10_000, "0.80", 10_000, "0.92")
    result = derived(text)
    (question,) = result.questions
    assert "0.80 in row 2 is 80 of 10,000 users, or somewhere from 7,950 to 8,050" in question.text
    options = [answer.choice.option for answer in question.answers]
    assert options == ["scale:cr=percent", "scale:cr=fraction"]
    settled = derived(text, options[0])
    assert settled.questions == ()
    assert settled.table.rows == result.table.rows
    assert [row[2] for row in result.table.rows] == ["80", "92"]
    (note,) = result.notes
    assert note.severity == "Warning"
    assert "0.80% of 10,000 users in row 2 are 80." in note.message
    assert "read as percentages" in note.message
    assert note.undo is not None
    assert codes(derived(text, note.undo.option)) == ["RATE_TOO_ROUGH"]


def test_no_rates_but_zero_speak_for_no_scale() -> None:
    assert derived(TWO_SCALES.format("cr", 1000, "0.000", 1000, "0.000")).questions == ()
    assert codes(derived(TWO_SCALES.format("cr", 10, "0", 10, "0"))) == ["RATE_TOO_ROUGH"]


def test_a_scale_said_that_gives_no_counts_blocks_and_names_the_other() -> None:
    (note,) = derived(TWO_SCALES.format("cr %", 10_234, "0.0500", 10_190, "0.0551")).notes
    assert (note.code, note.severity) == ("RATE_TOO_ROUGH", "Blocked")
    assert '--map "scale:cr %=fraction"' in note.hint


@pytest.mark.parametrize("name", ["conversions", "Conversions"])
def test_a_column_chosen_as_the_rate_is_never_the_conversions(name: str) -> None:
    text = TWO_SCALES.format(name, 10_234, "0.0500", 10_190, "0.0551")
    result = derived(text, "rate=conversions")
    assert result.table.header == ("variant", "users", "conversions")
    assert [row[2] for row in result.table.rows] == ["512", "561"]
    whole = derived(TWO_SCALES.format(name, 10_000, "5", 10_000, "6"), "rate=conversions")
    assert whole.table.header == ("variant", "users")
    assert codes(whole) == ["RATE_TOO_ROUGH"]
    broken = derived(TWO_SCALES.format(name, 10_000, "150", 10_000, "160"), "rate=conversions")
    assert broken.table.header == ("variant", "users")


@pytest.mark.parametrize(
    ("options", "part"),
    [
        (("rate=users",), "users"),
        (("rate=variant",), "variant"),
        (("rate=cr", "conversions=cr"), "conversions"),
    ],
)
def test_a_column_plays_one_part(options: tuple[str, ...], part: str) -> None:
    with pytest.raises(ReadingError, match=f"both the rate and the {part}"):
        derived(RATES.format("cr", "0.0500", "0.0551"), *options)


def test_what_else_a_rate_is_of_is_looked_for_quickly() -> None:
    def wide(columns: int, cells: str, rows: int = 2) -> Table:
        names = ",".join(f"c{i}" for i in range(columns))
        lines = [f"v{i},100,10,0.77,{cells}" for i in range(rows)]
        return rows_of("\n".join([f"variant,users,conversions,cr,{names}", *lines]))

    alike = wide(2000, ",".join(["20"] * 2000))
    different = wide(2000, ",".join(str(i + 1000) for i in range(2000)))
    for table in (alike, different):
        derive(table, ColumnRoles())  # names are read once
        started = process_time()
        (note,) = derive(table, ColumnRoles()).notes
        assert process_time() - started < 2  # seconds; it took more than six once
        assert note.code == "RATE_MISMATCH"


def test_what_else_a_rate_is_of_is_looked_for_so_far_only() -> None:
    def found(alike: int, rows: int) -> list[str]:
        """Look for x / y behind columns that are all alike."""
        names = ",".join([*(f"c{i}" for i in range(alike)), "x", "y"])
        lines = [
            f"v{row},1000,10,0.5,{','.join(['7'] * alike)},{1 + row},{2 * (1 + row)}"
            for row in range(rows)
        ]
        text = "\n".join([f"variant,users,conversions,cr,{names}", *lines])
        return codes(derive(rows_of(text), ColumnRoles()))

    assert found(alike=90, rows=2) == ["COLUMN_DERIVED"]
    assert found(alike=110, rows=2) == ["RATE_MISMATCH"]


def test_what_else_a_rate_is_of_is_looked_for_in_so_many_rows_only() -> None:
    def found(rows: int) -> list[str]:
        """Look for x / y behind ten columns that are half of y too but in the last row."""
        lines = [
            ",".join(
                [f"v{row},1000,10,0.5", *(str(50 if row else 60 + i) for i in range(10)), "50,100"]
            )
            for row in reversed(range(rows))
        ]
        head = ",".join(f"c{i}" for i in range(10))
        text = "\n".join([f"variant,users,conversions,cr,{head},x,y", *lines])
        return codes(derive(rows_of(text), ColumnRoles()))

    assert found(100) == ["COLUMN_DERIVED"]
    assert found(4000) == ["RATE_MISMATCH"]


def test_choices_about_rates() -> None:
    text = "variant,users,share who bought\ncontrol,100,0.10\nb,100,0.12"
    assert derived(text).notes == ()
    assert [row[2] for row in derived(text, "rate=share who bought").table.rows] == ["10", "12"]
    with pytest.raises(ReadingError, match="no single column 'x'"):
        derived(text, "rate=x")
    rates = RATES.format("cr", "5.00%", "5.51%")
    assert derived(rates, "column:cr=skip").table.header == ("variant", "users")
    assert derived(rates, "conversions=buyers").table == rows_of(rates)


@given(st.integers(1, 10**9), st.data())
def test_counts_from_a_rate_are_the_counts_or_none(users: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, users))
    digits = data.draw(st.integers(0, 14))
    rate = f"{Decimal(count) / Decimal(users):.{digits}f}"
    result = derived(f"variant,users,cr\na,{users},{rate}")
    if "conversions" in result.table.header:
        assert result.table.rows[0][2] == str(count) or result.questions
    else:
        assert codes(result) == ["RATE_TOO_ROUGH"]


MEANS = "variant,users,conversions,{}\na,200,10,{}\nb,300,12,{}"


@pytest.mark.parametrize(
    ("names", "cells"),
    [
        ("revenue_mean,revenue_sd", ("10.50,3.00", "11.25,4.00")),
        ("avg revenue,sd revenue", ("10.50,3.00", "11.25,4.00")),
        ("revenue_avg,revenue_variance", ("10.50,9.00", "11.25,16.00")),
    ],
)
def test_sums_are_worked_out_from_means(names: str, cells: tuple[str, str]) -> None:
    result = derived(MEANS.format(names, *cells))
    assert result.table.header[-2:] == ("revenue_sum", "revenue_sum_sq")
    total, squares = (Decimal(cell) for cell in result.table.rows[0][-2:])
    assert total == 2100
    assert squares == 199 * 9 + 200 * Decimal("10.5") ** 2
    assert codes(result) == ["SUMS_FROM_MEAN"]


def test_the_own_n_of_a_metric_and_its_standard_error() -> None:
    text = MEANS.format("aov_mean,aov_se,aov_n", "10.50,0.300,50", "11.25,0.400,60")
    row = derived(text).table.rows[0]
    assert Decimal(row[-2]) == 525
    assert Decimal(row[-1]) == 49 * Decimal("0.3") ** 2 * 50 + 50 * Decimal("10.5") ** 2


def test_sums_that_are_there_are_not_made_again() -> None:
    text = MEANS.format("x_mean,x_sd,x_sum,x_sum_sq", "1.00,1.00,200,400", "1.00,1.00,300,600")
    assert derived(text) == Derived(table=rows_of(text), roles=ColumnRoles())


def test_a_broken_mean_stands_in_its_sums() -> None:
    row = derived(MEANS.format("x_mean,x_sd", "n/a,3.00", "11.25,4.00")).table.rows[0]
    assert row[-2:] == ("n/a", "n/a")


@pytest.mark.parametrize(
    ("cells", "column"),
    [(("10.50,3", "11.25,4.00"), "x_sd"), (("11,3.00", "11.25,4.00"), "x_mean")],
)
def test_digits_too_few_are_warned_of(cells: tuple[str, str], column: str) -> None:
    notes = derived(MEANS.format("x_mean,x_sd", *cells)).notes
    assert [note.code for note in notes] == ["SUMS_FROM_MEAN", "MEAN_TOO_ROUGH"]
    assert (notes[1].severity, notes[1].column, notes[1].row) == ("Warning", column, 2)


@given(
    st.integers(2, 10**6),
    st.decimals(min_value=-1000, max_value=1000, places=6),
    st.decimals(min_value=0, max_value=1000, places=6),
)
def test_the_sums_give_the_mean_and_variance_back(n: int, mean: Decimal, sd: Decimal) -> None:
    text = f"variant,users,conversions,x_mean,x_sd\na,{n},1,{mean:f},{sd:f}"
    total, squares = (Fraction(cell) for cell in derived(text).table.rows[0][-2:])
    assert total / n == Fraction(mean)
    assert (squares - total**2 / n) / (n - 1) == Fraction(sd) ** 2
