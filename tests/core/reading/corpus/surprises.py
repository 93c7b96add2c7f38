"""Files nobody planned for: refused or blocked, but never read as something they are not."""

from typing import Final

from tests.core.reading.corpus.case import (
    STANDARD,
    STANDARD_READ,
    Asks,
    Case,
    Finds,
    Reads,
    Said,
    standard,
    text_case,
)

_NUMBERED = {"0": (10234, 512), "1": (10190, 561)}
_TWO_ROWS = "control,10234,512\nvariant_b,10190,561\n"

_OTHER_LAYOUTS = [
    text_case(
        "header-of-two-rows",
        ",Control,,Treatment,\n,users,conversions,users,conversions\nall,10234,512,10190,561\n",
        Finds(said=Said(code="COLUMN_DUPLICATE", column="users")),
    ),
    text_case(
        "table-of-a-database-console",
        " variant   | users | conversions \n-----------+-------+-------------\n"
        " control   | 10234 |         512\n variant_b | 10190 |         561\n(2 rows)\n",
        Finds(said=Said(code="ROW_LENGTH", row=2)),
    ),
    text_case(
        "table-in-markdown",
        "| variant | users | conversions |\n|---|---:|---:|\n"
        "| control | 10234 | 512 |\n| variant_b | 10190 | 561 |\n",
        Finds(said=Said(code="CELL_NOT_A_NUMBER", row=2, column="users", value="---:")),
    ),
    text_case(
        "columns-by-spaces",
        "variant    users  conversions\ncontrol    10234  512\nvariant_b  10190  561\n",
        Finds(said=Said(code="COLUMN_MISSING", column="users")),
    ),
    text_case(
        "two-tables-one-above-the-other",
        f"variant,users,conversions\n{_TWO_ROWS}\nvariant,users,refunds\n"
        "control,10234,43\nvariant_b,10190,47\n",
        Finds(said=Said(code="VARIANT_DUPLICATE", row=6)),
    ),
    text_case(
        "two-tables-side-by-side",
        "variant,users,conversions,,variant,users,conversions\n"
        "control,10234,512,,control,300,30\nb,10190,561,,b,310,33\n",
        Finds(said=Said(code="COLUMN_DUPLICATE", column="users")),
    ),
    text_case(
        "turned-with-groups-and-quotes",
        '"metric";"control";"b";"c"\n"users";"1.010.234";"1.010.190";"1.010.200"\n'
        '"conversions";"50.512";"50.561";"50.530"\n',
        Reads(
            counts={
                "control": (1010234, 50512),
                "b": (1010190, 50561),
                "c": (1010200, 50530),
            }
        ),
    ),
    text_case(
        "turned-with-quoted-commas-in-a-semicolon-file",
        '"metric";"control";"b";"c"\n"users";"1,010,234";"1,010,190";"1,010,200"\n'
        '"conversions";"50,512";"50,561";"50,530"\n',
        Reads(
            counts={
                "control": (1010234, 50512),
                "b": (1010190, 50561),
                "c": (1010200, 50530),
            }
        ),
    ),
    text_case(
        "turned-with-numbered-variants-and-quoted-commas",
        '"metric";"0";"1"\n"users";"10,234";"10,190"\n"conversions";"512";"561"\n',
        Reads(counts=_NUMBERED, control="0", details=("semicolon",)),
        choices=("decimal:users=point",),
    ),
    text_case(
        "turned-with-numbered-variants-below-a-title-with-a-comma",
        "Checkout test, March 2026\n\nmetric;0;1\nusers;10234;10190\nconversions;512;561\n"
        "rate;5,00%;5,51%\n",
        Reads(counts=_NUMBERED, control="0", details=("semicolon", "header in row 3")),
    ),
    text_case(
        "turned-with-numbered-variants-and-decimal-commas",
        "Checkout test\nmetric\t0\t1\nusers\t10234\t10190\nconversions\t512\t561\n"
        "revenue_sum\t44,40\t46,75\nprofit_sum\t4,40\t4,75\nrate\t5,00%\t5,51%\n",
        Reads(
            counts=_NUMBERED,
            control="0",
            measures={"revenue_sum": ("44.40", "46.75"), "profit_sum": ("4.40", "4.75")},
            details=("tab",),
        ),
    ),
]

_UNITS = [
    text_case(
        "users-in-thousands-are-no-users",
        "variant,users (k),conversions\ncontrol,1000,512\nvariant_b,1001,561\n",
        Finds(said=Said(code="COLUMN_MISSING", column="users")),
    ),
    text_case(
        "nutzer-in-tausend-are-no-users",
        "Variante;Nutzer (Tsd.);Konversionen\nA;1000;512\nB;1001;561\n",
        Finds(said=Said(code="COLUMN_MISSING", column="users")),
    ),
    text_case(
        "conversions-in-percent-are-no-conversions",
        "variant,users,conversions (%)\ncontrol,10234,5\nvariant_b,10190,6\n",
        Finds(said=Said(code="RATE_TOO_ROUGH", row=2, column="conversions (%)")),
    ),
    text_case(
        "conversions-in-percent-beside-orders",
        "variant,users,conversions %,orders\ncontrol,10234,5,512\nvariant_b,10190,6,561\n",
        standard(Said(code="COLUMN_DERIVED", column="conversions %")),
    ),
]

_BREAKDOWNS = [
    text_case(
        "days-with-a-total-of-each-variant",
        "date,variant,users,conversions\n"
        "2026-03-01,control,5100,255\n2026-03-01,variant_b,5095,280\n"
        "2026-03-02,control,5134,257\n2026-03-02,variant_b,5095,281\n"
        "Total,control,10234,512\nTotal,variant_b,10190,561\n",
        standard(
            Said(code="TOTALS_ROW", row=6),
            Said(code="TOTALS_ROW", row=7),
            Said(code="DAYS_ADDED", words=("2 days",)),
        ),
    ),
    text_case(
        "days-that-run-on-are-warned-about",
        "date,variant,users,conversions\n"
        "2026-03-01,control,5100,255\n2026-03-01,variant_b,5095,280\n"
        "2026-03-02,control,10234,512\n2026-03-02,variant_b,10190,561\n",
        Reads(
            counts={"control": (15334, 767), "variant_b": (15285, 841)},
            said=(Said(code="DAYS_ADDED", words=("2 days",)),),
        ),
    ),
    text_case(
        "pivot-with-labels-left-out",
        "variant,country,users,conversions\ncontrol,US,6000,300\n,DE,4234,212\n"
        "variant_b,US,5990,330\n,DE,4200,231\n",
        Finds(said=Said(code="VARIANT_BLANK", row=3)),
    ),
    text_case(
        "pivot-with-subtotals",
        "variant,country,users,conversions\n"
        "control,US,6000,300\ncontrol,DE,4234,212\ncontrol Total,,10234,512\n"
        "variant_b,US,5990,330\nvariant_b,DE,4200,231\nvariant_b Total,,10190,561\n"
        "Grand Total,,20424,1073\n",
        Reads(
            counts=STANDARD,
            said=tuple(Said(code="TOTALS_ROW", row=row) for row in (4, 7, 8)),
        ),
        choices=("segment:country=sum",),
    ),
    text_case(
        "segments-by-age",
        "variant,age,users,conversions\ncontrol,18,6000,300\ncontrol,25,4234,212\n"
        "variant_b,18,5990,330\nvariant_b,25,4200,231\n",
        Asks(
            naming=("age", "18", "25"),
            answers={
                "segment:age=sum": STANDARD_READ,
                "segment:age=only 18": Reads(
                    counts={"control": (6000, 300), "variant_b": (5990, 330)}
                ),
                "segment:age=only 25": Reads(
                    counts={"control": (4234, 212), "variant_b": (4200, 231)}
                ),
            },
        ),
    ),
]


def _formatted_alone(name: str, column: str, cells: tuple[str, str], answers: Asks) -> Case:
    """Return a case of one formatted column beside plain users, as spreadsheets write it."""
    return text_case(
        name,
        f'variant,users,conversions,{column}\ncontrol,10234,512,"{cells[0]}"\n'
        f'variant_b,10190,561,"{cells[1]}"\n',
        answers,
    )


_REFUNDS = Reads(
    counts={"control": (10234, 512, 1043), "variant_b": (10190, 561, 1047)},
    guardrails=("refunds",),
)
_FORMATTED = [
    _formatted_alone(
        "thousands-commas-in-a-measure-alone",
        "revenue_sum",
        ("81,934", "83,120"),
        Asks(
            naming=("81,934", "row 2", "revenue_sum"),
            answers={
                "decimal:revenue_sum=point": Reads(
                    counts=STANDARD, measures={"revenue_sum": ("81934", "83120")}
                ),
                "decimal:revenue_sum=comma": Reads(
                    counts=STANDARD, measures={"revenue_sum": ("81.934", "83.120")}
                ),
            },
        ),
    ),
    _formatted_alone(
        "thousands-commas-in-a-guardrail-alone",
        "refunds",
        ("1,043", "1,047"),
        Asks(
            naming=("1,043", "row 2", "refunds"),
            answers={"decimal:refunds=point": _REFUNDS, "decimal:refunds=comma": STANDARD_READ},
            default="decimal:refunds=point",
        ),
    ),
    _formatted_alone(
        "thousands-dots-in-a-guardrail-alone",
        "refunds",
        ("1.043", "1.047"),
        Asks(
            naming=("1.043", "row 2", "refunds"),
            answers={"decimal:refunds=comma": _REFUNDS, "decimal:refunds=point": STANDARD_READ},
            default="decimal:refunds=comma",
        ),
    ),
]

_MARKS = [
    text_case(
        "marks-of-both-kinds-in-doubt",
        "variant;users;conversions\ncontrol;10.234;512\nvariant_b;10,190;561\n",
        Asks(
            naming=("10.234", "row 2", "users"),
            answers={
                "decimal:users=comma": Finds(
                    said=Said(code="CELL_FRACTIONAL", row=3, column="users")
                ),
                "decimal:users=point": Finds(
                    said=Said(code="CELL_FRACTIONAL", row=2, column="users")
                ),
            },
            default="decimal:users=comma",
        ),
    ),
    text_case(
        "groups-in-users-against-decimals-in-conversions",
        "variant;users;conversions\ncontrol;10.234;5.12\nvariant_b;10.190;5.61\n",
        Asks(
            naming=("10.234", "row 2", "users"),
            answers={
                "decimal:users=comma": Finds(
                    said=Said(code="CELL_FRACTIONAL", column="conversions", value="5.12")
                ),
                "decimal:users=point": Finds(
                    said=Said(code="CELL_FRACTIONAL", column="users", value="10.234")
                ),
            },
            default="decimal:users=comma",
        ),
    ),
    text_case(
        "invisible-mark-in-a-count",
        "variant,users,conversions\ncontrol,10\u200b234,512\nvariant_b,10190,561\n",
        Finds(said=Said(code="CELL_NOT_A_NUMBER", row=2, column="users", value="10\u200b234")),
    ),
    text_case(
        "dash-for-nothing-in-a-guardrail",
        "variant,users,conversions,refunds\ncontrol,10234,512, - \nvariant_b,10190,561,47\n",
        Finds(said=Said(code="CELL_NOT_A_NUMBER", row=2, column="refunds", value="-")),
    ),
]

CASES: Final[list[Case]] = [*_OTHER_LAYOUTS, *_UNITS, *_BREAKDOWNS, *_FORMATTED, *_MARKS]
