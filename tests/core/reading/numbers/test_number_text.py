"""One cell: every way it can be read as a number."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experimentos_core.reading.numbers.text import (
    DecimalMark,
    Thousands,
    Unit,
    as_share,
    is_plain_number,
    read_number,
)


def readings(cell: str) -> tuple[str | None, str | None]:
    number = read_number(cell)
    assert number is not None, cell
    return number.as_point, number.as_comma


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        ("1000", "1000"),
        ("1\u00a0234", "1234"),
        ("1\u202f234\u202f567", "1234567"),
        ("1\u2009234", "1234"),
        ("1'234'567", "1234567"),
        ("1\u2019234", "1234"),
        ("'1000", "1000"),
        ("\u22125", "-5"),
        ("\u20135", "-5"),
        ("(1234)", "-1234"),
        ("( 5 )", "-5"),
        ("$5", "5"),
        ("-$5", "-5"),
        ("$-5", "-5"),
        ("($5)", "-5"),
        ("$(5)", "-5"),
        ("5\u00a0\u20ac", "5"),
        ("CHF 1'234", "1234"),
        ("100 kr.", "100"),
        ("12 z\u0142", "12"),
        ("1e5", "1e5"),
        ("+5", "+5"),
        ("007", "007"),
    ],
)
def test_what_reads_alike_under_both_marks(cell: str, plain: str) -> None:
    assert readings(cell) == (plain, plain)


@pytest.mark.parametrize(
    ("cell", "as_point", "as_comma"),
    [
        ("10.234", "10.234", "10234"),
        ("10,234", "10234", "10.234"),
        ("-1.234", "-1.234", "-1234"),
        ("(1,234)", "-1234", "-1.234"),
        ("+1,234", "1234", "1.234"),
        ("$1,234", "1234", "1.234"),
        ("1.000", "1.000", "1000"),
    ],
)
def test_one_group_of_three_digits_reads_two_ways(cell: str, as_point: str, as_comma: str) -> None:
    assert readings(cell) == (as_point, as_comma)
    number = read_number(cell)
    assert number is not None
    assert number.certain_mark is None
    assert number.doubtful_mark in (",", ".")


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        ("0.512", "0.512"),
        ("1000.5", "1000.5"),
        ("1234.567", "1234.567"),
        ("12,345.6", "12345.6"),
        ("1,234,567", "1234567"),
        ("1,234,567.89", "1234567.89"),
        ("1 234.567", "1234.567"),
        ("1'234.50", "1234.50"),
        ("1.2E+05", "1.2E+05"),
        ("1.234e5", "1.234e5"),
        (".5", ".5"),
        ("5.", "5."),
        ("$.50", "0.50"),
        ("1,234.50 USD", "1234.50"),
    ],
)
def test_what_has_a_decimal_point_for_certain(cell: str, plain: str) -> None:
    assert readings(cell) == (plain, None)


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        ("1,5", "1.5"),
        (",5", "0.5"),
        ("0,512", "0.512"),
        ("1234,5", "1234.5"),
        ("1.234,50", "1234.50"),
        ("1.234.567", "1234567"),
        ("1 234,567", "1234.567"),
        ("1,2E+05", "1.2E+05"),
        ("\u22121.234,5 \u20ac", "-1234.5"),
        ("'1.234,5", "1234.5"),
    ],
)
def test_what_has_a_decimal_comma_for_certain(cell: str, plain: str) -> None:
    assert readings(cell) == (None, plain)


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "",
            " ",
            "12,34,567",
            "abc",
            "n/a",
            "inf",
            "nan",
            "-",
            "%",
            "$",
            "()",
            "'",
            "e5",
            ".",
            ",",
        ),
        *("1,234,56", "1.234.56", "1.234.5", "1.234,567.8", "1234,567,890", "0,123,456"),
        *("1_000", "1 23", "1 234 5", "1 234\u00a0567", "1 234'567", "5-", "5,", "--5", "- 5"),
        *("\u2013 5", "\u2212 5", "\u2013$5", "(-5)", "-(5)", "((5))", "5%%", "$5%", "$$5"),
        *("5 \u2030", "\uff11\uff12", "\u0661\u0662", "1\u066b5", "\u00b2", "0x10", '"5"'),
        *("01.03.2026", "2026-03-01", "10:30", "5 kg", "1e5 %", "$1e5", "\u2212" + "1" * 100),
    ],
)
def test_what_is_no_number(cell: str) -> None:
    assert read_number(cell) is None


@pytest.mark.parametrize("cell", ["5.51 %", "5.51%", "%5.51", "% 5.51", "5.51\u202f%"])
def test_a_percentage_keeps_its_unit(cell: str) -> None:
    number = read_number(cell)
    assert number is not None
    assert (number.as_point, number.unit) == ("5.51", Unit.PERCENT)


@pytest.mark.parametrize(
    ("percent", "share"),
    [("5.51", "0.0551"), ("5.50", "0.0550"), ("5", "0.05"), ("-12.5", "-0.125"), ("100", "1.00")],
)
def test_a_share_keeps_every_digit(percent: str, share: str) -> None:
    assert as_share(percent) == share


def test_a_long_share_loses_nothing() -> None:
    assert as_share("5." + "123456789" * 10) == "0.05" + "123456789" * 10


@pytest.mark.parametrize(
    ("cell", "mark", "thousands"),
    [
        ("10.234", DecimalMark.COMMA, Thousands.DOT),
        ("10.234", DecimalMark.POINT, None),
        ("10,234", DecimalMark.POINT, Thousands.COMMA),
        ("1 234,5", DecimalMark.COMMA, Thousands.SPACE),
        ("1\u2019234", DecimalMark.POINT, Thousands.APOSTROPHE),
        ("'1000", DecimalMark.POINT, None),
    ],
)
def test_thousands_are_named(cell: str, mark: DecimalMark, thousands: Thousands | None) -> None:
    number = read_number(cell)
    assert number is not None
    assert number.thousands(mark) is thousands


@pytest.mark.parametrize(
    ("cell", "is_long"),
    [("1000", True), ("10 234", True), ("999", False), ("10.234", False), ("1,234,567", False)],
)
def test_long_numbers_without_marks_are_known(cell: str, is_long: bool) -> None:
    number = read_number(cell)
    assert number is not None
    assert number.is_long_without_marks is is_long


NEAR_NUMBERS = st.text(
    alphabet="0123456789.,'\u2019 \u00a0\u202f+-\u2212\u2013()%$\u20aceE_kr", max_size=14
)


@settings(max_examples=500)
@given(st.one_of(st.text(), NEAR_NUMBERS))
def test_any_text_is_read_or_left(cell: str) -> None:
    number = read_number(cell)
    if number is None:
        assert not (is_plain_number(cell) and len(cell.strip()) <= 100)
        return
    for reading in (number.as_point, number.as_comma):
        assert reading is None or is_plain_number(reading)
    assert number.as_point is not None or number.as_comma is not None


@settings(max_examples=500)
@given(
    st.from_regex(r"[+-]?([0-9]{1,20}(\.[0-9]{0,9})?|\.[0-9]{1,9})(e[0-9]{1,3})?", fullmatch=True)
)
def test_a_plain_number_keeps_its_text(cell: str) -> None:
    assert readings(cell)[0] == cell


@settings(max_examples=500)
@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12),
    st.sampled_from([".", ","]),
    st.sampled_from(["", "'", " ", "\u00a0", "\u202f", "\u2019", "other"]),
    st.sampled_from(["{}", "{} \u20ac", "${}", "CHF {}", "{}\u00a0%"]),
)
def test_what_is_written_in_a_style_is_among_its_readings(
    value: Decimal, mark: str, group: str, frame: str
) -> None:
    text = f"{value:,f}".replace(".", "\0")
    group = {".": ",", ",": "."}[mark] if group == "other" else group
    number = read_number(frame.format(text.replace(",", group).replace("\0", mark)))
    assert number is not None
    reading = number.reading(DecimalMark.POINT if mark == "." else DecimalMark.COMMA)
    assert reading is not None
    assert Decimal(reading) == value
