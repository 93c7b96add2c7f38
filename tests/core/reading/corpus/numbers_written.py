"""How people write numbers: what is certain is read, what is ambiguous is asked, once."""

from typing import Final

from tests.core.reading.corpus.case import (
    STANDARD,
    STANDARD_READ,
    TIDY,
    Asks,
    Case,
    Finds,
    Reads,
    Said,
    standard,
    text_case,
)

_BIG = {"control": (1010234, 50512), "variant_b": (1010190, 50561)}
_READ_USERS = Said(code="NUMBERS_READ", column="users")
_GROUPS: Final = {
    "space": " ",
    "no-break-space": "\u00a0",
    "narrow-no-break-space": "\u202f",
    "thin-space": "\u2009",
    "apostrophe": "'",
    "curly-apostrophe": "\u2019",
}


def rows_of(*rows: tuple[str, ...], separator: str = ";") -> str:
    """Return rows as text, cells quoted where they hold the separator."""
    quoted = [
        [f'"{cell}"' if separator in cell or '"' in cell else cell for cell in row] for row in rows
    ]
    return "\n".join(separator.join(row) for row in quoted) + "\n"


def counts_file(
    control: tuple[str, ...],
    treatment: tuple[str, ...],
    further: tuple[str, ...] = (),
    separator: str = ";",
) -> str:
    """Return a file of two rows; further columns follow conversions."""
    header = ("variant", "users", "conversions", *further)
    rows = (header, ("control", *control), ("variant_b", *treatment))
    return rows_of(*rows, separator=separator)


def _ambiguous(mark: str, separator: str) -> Case:
    written = f"10{mark}234"
    right, wrong = ("comma", "point") if mark == "." else ("point", "comma")
    return text_case(
        f"ambiguous-{'dot' if mark == '.' else 'comma'}-in-users-{separator_name(separator)}",
        counts_file((written, "512"), (f"10{mark}190", "561"), separator=separator),
        Asks(
            naming=(written, "row 2", "users"),
            answers={
                f"decimal:users={right}": standard(_READ_USERS),
                f"decimal:users={wrong}": Finds(
                    said=Said(code="CELL_FRACTIONAL", row=2, column="users")
                ),
            },
            default=f"decimal:users={right}",
        ),
    )


def separator_name(symbol: str) -> str:
    """Return a separator in one word."""
    return {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}[symbol]


def _blocked(name: str, cell: str, code: str, *, column: str = "users") -> Case:
    """Return a case of one cell that is no count and must be named as it stood."""
    users, conversions = (cell, "512") if column == "users" else ("10234", cell)
    return text_case(
        name,
        counts_file((users, conversions), ("10190", "561")),
        Finds(said=Said(code=code, row=2, column=column, value=cell)),
    )


_GROUPED = [
    text_case(
        f"thousands-{name}-{separator_name(separator)}",
        counts_file((f"10{mark}234", "512"), (f"10{mark}190", "561"), separator=separator),
        standard(_READ_USERS),
    )
    for name, mark in _GROUPS.items()
    for separator in (";", ",", "\t")
] + [
    text_case(
        f"millions-{separator_name(separator)}-by-{name}",
        counts_file(
            (f"1{mark}010{mark}234", f"50{mark}512"),
            (f"1{mark}010{mark}190", f"50{mark}561"),
            separator=separator,
        ),
        Reads(counts=_BIG, said=(_READ_USERS,)),
    )
    for name, mark in {"dot": ".", "comma": ","}.items()
    for separator in (";", ",", "\t", "|")
]

_ASKED = [
    *(_ambiguous(mark, separator) for mark in ".," for separator in (";", ",", "\t", "|")),
    text_case(
        "ambiguous-answered-beforehand",
        counts_file(("10.234", "512"), ("10.190", "561")),
        standard(_READ_USERS),
        choices=("decimal:users=comma",),
    ),
    text_case(
        "ambiguous-in-users-and-conversions-asked-once",
        counts_file(("110.234", "10.512"), ("110.190", "10.561")),
        Asks(
            naming=("110.234", "row 2", "users"),
            answers={
                "decimal:users=comma": Reads(
                    counts={"control": (110234, 10512), "variant_b": (110190, 10561)}
                ),
                "decimal:users=point": Finds(said=Said(code="CELL_FRACTIONAL", column="users")),
            },
            default="decimal:users=comma",
        ),
    ),
    text_case(
        "ambiguous-in-a-guardrail",
        counts_file(("10234", "512", "1.043"), ("10190", "561", "1.047"), ("refunds",)),
        Asks(
            naming=("1.043", "row 2", "refunds"),
            answers={
                "decimal:refunds=comma": Reads(
                    counts={"control": (10234, 512, 1043), "variant_b": (10190, 561, 1047)},
                    guardrails=("refunds",),
                ),
                # As fractions they are no counts of users, and no guardrail.
                "decimal:refunds=point": STANDARD_READ,
            },
            default="decimal:refunds=comma",
        ),
    ),
    text_case(
        "ambiguous-in-a-measure",
        counts_file(("10234", "512", "81.934"), ("10190", "561", "83.120"), ("revenue_sum",)),
        Asks(
            naming=("81.934", "row 2", "revenue_sum"),
            answers={
                "decimal:revenue_sum=comma": Reads(
                    counts=STANDARD, measures={"revenue_sum": ("81934", "83120")}
                ),
                "decimal:revenue_sum=point": Reads(
                    counts=STANDARD, measures={"revenue_sum": ("81.934", "83.120")}
                ),
            },
        ),
    ),
    text_case(
        "ambiguous-in-a-measure-beside-a-whole-number",
        counts_file(("10234", "512", "81.934"), ("10190", "561", "611"), ("revenue_sum",)),
        Asks(
            naming=("81.934", "row 2", "revenue_sum"),
            answers={
                "decimal:revenue_sum=comma": Reads(
                    counts=STANDARD, measures={"revenue_sum": ("81934", "611")}
                ),
                "decimal:revenue_sum=point": Reads(
                    counts=STANDARD, measures={"revenue_sum": ("81.934", "611")}
                ),
            },
        ),
    ),
    text_case(
        "ambiguous-in-users-against-the-rest-of-the-file",
        counts_file(("10.234", "512", "1234.5"), ("10.190", "561", "1301.2"), ("revenue_sum",)),
        Asks(
            naming=("10.234", "row 2", "users"),
            answers={
                "decimal:users=comma": Reads(
                    counts=STANDARD, measures={"revenue_sum": ("1234.5", "1301.2")}
                ),
                "decimal:users=point": Finds(
                    said=Said(code="CELL_FRACTIONAL", row=2, column="users")
                ),
            },
            default="decimal:users=comma",
        ),
    ),
    text_case(
        "three-decimals-in-a-measure-of-a-comma-file",
        counts_file(
            ("10234", "512", "81.934"), ("10190", "561", "83.120"), ("revenue_sum",), separator=","
        ),
        Reads(counts=STANDARD, measures={"revenue_sum": ("81.934", "83.120")}),
    ),
    text_case(
        "ambiguous-only-in-the-second-row",
        counts_file(("998", "112"), ("1.002", "131")),
        Asks(
            naming=("1.002", "row 3", "users"),
            answers={
                "decimal:users=comma": Reads(
                    counts={"control": (998, 112), "variant_b": (1002, 131)}
                ),
                "decimal:users=point": Finds(
                    said=Said(code="CELL_FRACTIONAL", row=3, column="users")
                ),
            },
            default="decimal:users=comma",
        ),
    ),
    text_case(
        "three-decimals-in-an-unused-column-ask-nothing",
        counts_file(("10234", "512", "81.934"), ("10190", "561", "83.120"), ("aov",)),
        STANDARD_READ,
    ),
]

_DECIDED = [
    text_case(
        "decimal-comma-elsewhere-decides",
        counts_file(("10.234", "512", "1234,50"), ("10.190", "561", "1301,25"), ("revenue_sum",)),
        Reads(
            counts=STANDARD,
            measures={"revenue_sum": ("1234.50", "1301.25")},
            said=(Said(code="NUMBERS_READ", column="users", row=2, value="10.234"),),
            details=("decimal comma",),
        ),
    ),
    text_case(
        "decimal-point-elsewhere-decides",
        counts_file(("10,234", "512", "1234.50"), ("10,190", "561", "1301.25"), ("revenue_sum",)),
        Reads(
            counts=STANDARD,
            measures={"revenue_sum": ("1234.50", "1301.25")},
            said=(Said(code="NUMBERS_READ", column="users", row=2, value="10,234"),),
        ),
    ),
    text_case(
        "both-marks-german",
        counts_file(
            ("10.234", "512", "81.934,50"), ("10.190", "561", "83.120,25"), ("revenue_sum",)
        ),
        Reads(counts=STANDARD, measures={"revenue_sum": ("81934.50", "83120.25")}),
    ),
    text_case(
        "both-marks-english",
        counts_file(
            ("10,234", "512", "81,934.50"),
            ("10,190", "561", "83,120.25"),
            ("revenue_sum",),
            separator=",",
        ),
        Reads(counts=STANDARD, measures={"revenue_sum": ("81934.50", "83120.25")}),
    ),
    text_case(
        "both-marks-swiss",
        counts_file(
            ("10'234", "512", "81'934.50"), ("10'190", "561", "83'120.25"), ("revenue_sum",)
        ),
        Reads(counts=STANDARD, measures={"revenue_sum": ("81934.50", "83120.25")}),
    ),
    text_case(
        "both-marks-french",
        counts_file(
            ("10\u202f234", "512", "81\u202f934,50"),
            ("10\u202f190", "561", "83\u202f120,25"),
            ("revenue_sum",),
        ),
        Reads(counts=STANDARD, measures={"revenue_sum": ("81934.50", "83120.25")}),
    ),
    text_case(
        "decimal-comma-with-zeros-in-counts",
        counts_file(("10234,0", "512,00"), ("10190,0", "561,00")),
        standard(_READ_USERS, details=("decimal comma",)),
    ),
    text_case(
        "decimal-point-with-zeros-in-counts",
        counts_file(("10234.0", "512.00"), ("10190.0", "561.00"), separator=","),
        TIDY,
    ),
    text_case(
        "leading-zero-is-no-thousands",
        counts_file(("10234", "512", "0.512"), ("10190", "561", "0.561"), ("refund_sum",)),
        Reads(counts=STANDARD, measures={"refund_sum": ("0.512", "0.561")}, is_silent=True),
    ),
    text_case(
        "decimal-comma-of-two-digits-in-a-measure",
        counts_file(("10234", "512", "1,50"), ("10190", "561", "1,25"), ("revenue_sum",)),
        Reads(counts=STANDARD, measures={"revenue_sum": ("1.50", "1.25")}),
    ),
    text_case(
        "measures-beyond-a-double",
        counts_file(
            ("10234", "512", "12345678901234567890,123456789"),
            ("10190", "561", "0,000000000000000000012"),
            ("revenue_sum",),
        ),
        Reads(
            counts=STANDARD,
            measures={"revenue_sum": ("12345678901234567890.123456789", "0.000000000000000000012")},
        ),
    ),
]

_SIGNS = [
    text_case(
        "unicode-minus-in-a-measure",
        counts_file(
            ("10234", "512", "\u22121234.50"), ("10190", "561", "1301.25"), ("profit_sum",)
        ),
        Reads(counts=STANDARD, measures={"profit_sum": ("-1234.50", "1301.25")}),
    ),
    text_case(
        "parentheses-in-a-measure",
        counts_file(("10234", "512", "(1,234.50)"), ("10190", "561", "1,301.25"), ("profit_sum",)),
        Reads(counts=STANDARD, measures={"profit_sum": ("-1234.50", "1301.25")}),
    ),
    text_case(
        "currency-in-a-measure",
        counts_file(
            ("10234", "512", "1.234,50 €"), ("10190", "561", "1.301,25 €"), ("revenue_sum",)
        ),
        Reads(counts=STANDARD, measures={"revenue_sum": ("1234.50", "1301.25")}),
    ),
    text_case(
        "dollars-in-a-measure",
        counts_file(("10234", "512", "$1,234.50"), ("10190", "561", "$1,301.25"), ("revenue_sum",)),
        Reads(counts=STANDARD, measures={"revenue_sum": ("1234.50", "1301.25")}),
    ),
    text_case(
        "exponents-in-counts",
        counts_file(("1.0234E+04", "5.12e2"), ("1.019E+04", "5.61e2"), separator=","),
        STANDARD_READ,
    ),
    text_case(
        "exponents-with-decimal-comma",
        counts_file(("1,0234E+04", "5,12E+02"), ("1,019E+04", "5,61E+02")),
        standard(_READ_USERS),
    ),
    text_case(
        "apostrophe-of-a-text-cell",
        counts_file(("'10234", "'512"), ("'10190", "'561")),
        standard(_READ_USERS),
    ),
]

_NO_COUNTS = [
    text_case(
        "unicode-minus-in-a-count",
        counts_file(("\u221210234", "512"), ("10190", "561")),
        Finds(said=Said(code="CELL_NEGATIVE", row=2, column="users")),
    ),
    _blocked("blank-count", "", "CELL_BLANK"),
    _blocked("count-n-a", "n/a", "CELL_NOT_A_NUMBER"),
    _blocked("count-dash", "-", "CELL_NOT_A_NUMBER"),
    _blocked("count-null", "NULL", "CELL_NOT_A_NUMBER"),
    _blocked("count-nan", "NaN", "CELL_NOT_A_NUMBER"),
    _blocked("count-infinite", "inf", "CELL_INFINITE"),
    _blocked("count-div0", "#DIV/0!", "CELL_INFINITE"),
    _blocked("count-negative", "-5", "CELL_NEGATIVE"),
    _blocked("count-fraction", "512.5", "CELL_FRACTIONAL", column="conversions"),
    _blocked("count-percent", "5.0%", "CELL_NOT_A_NUMBER", column="conversions"),
    _blocked("count-currency", "$512", "CELL_NOT_A_NUMBER", column="conversions"),
    _blocked("count-k", "10.2k", "CELL_NOT_A_NUMBER"),
    _blocked("count-indian-groups", "12,34,567", "CELL_NOT_A_NUMBER"),
    _blocked("count-arabic-digits", "\u0661\u0660\u0662\u0663\u0664", "CELL_NOT_A_NUMBER"),
    _blocked("count-full-width-digits", "\uff11\uff10\uff12\uff13\uff14", "CELL_NOT_A_NUMBER"),
    _blocked("count-with-unit", "10234 users", "CELL_NOT_A_NUMBER"),
    _blocked("count-two-marks-in-wrong-places", "1.02,34.5", "CELL_NOT_A_NUMBER"),
    _blocked("count-too-large", "9999999999999", "CELL_TOO_LARGE"),
    _blocked("count-underscore", "10_234", "CELL_NOT_A_NUMBER"),
    _blocked("count-groups-of-two-and-three", "10 23 4", "CELL_NOT_A_NUMBER"),
    _blocked("count-trailing-minus", "5-", "CELL_NOT_A_NUMBER"),
    text_case(
        "count-parentheses",
        counts_file(("10234", "(512)"), ("10190", "561")),
        Finds(said=Said(code="CELL_NEGATIVE", row=2, column="conversions")),
    ),
    text_case(
        "marks-contradict-each-other-in-a-column",
        counts_file(
            ("10234", "512", "1.234,50"),
            ("10190", "561", "1,301.25"),
            ("revenue_sum",),
        ),
        standard(Said(code="NUMBERS_MIXED", column="revenue_sum")),
    ),
    text_case(
        "marks-contradict-each-other-in-users",
        rows_of(
            ("variant", "users", "conversions"),
            ("control", "1.010.234", "512"),
            ("variant_b", "1,010,190", "561"),
            ("variant_c", "1.010.200", "530"),
        ),
        Finds(said=Said(code="CELL_NOT_A_NUMBER", row=3, column="users", value="1,010,190")),
    ),
]

CASES: Final = [*_GROUPED, *_ASKED, *_DECIDED, *_SIGNS, *_NO_COUNTS]
