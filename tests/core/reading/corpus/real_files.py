"""Files as they were met: every row of the measured table, and what other programs stumbled over.

The measured table is that of `csv.Sniffer` and `read_csv` against nine kinds of export: each of
them was read wrongly without a word, or not at all.
"""

from typing import Final

from tests.core.reading.corpus.case import (
    STANDARD,
    Asks,
    Case,
    Finds,
    Reads,
    Said,
    standard,
    text_case,
)

_LETTERS = {"A": (10234, 512), "B": (10190, 561)}
_READ_LETTERS = Reads(counts=_LETTERS, control="A")
_USERS_READ = Said(code="NUMBERS_READ", column="users")

_MEASURED = [
    text_case(
        "measured-semicolon-and-decimal-comma",
        "variant;users;conversions;revenue_sum\nA;10234;512;1234,50\nB;10190;561;1301,25\n",
        Reads(
            counts=_LETTERS,
            control="A",
            measures={"revenue_sum": ("1234.50", "1301.25")},
            details=("semicolon", "decimal comma"),
        ),
    ),
    text_case(
        "measured-quoted-thousands-comma",
        'variant,users,conversions\nA,"10,234",512\nB,"10,190",561\n',
        Asks(
            naming=("10,234", "row 2", "users"),
            answers={
                "decimal:users=point": _READ_LETTERS,
                "decimal:users=comma": Finds(said=Said(code="CELL_FRACTIONAL", row=2)),
            },
            default="decimal:users=point",
        ),
    ),
    text_case(
        "measured-european-thousands",
        "variant;users;conversions\nA;10.234;512\nB;10.190;561\n",
        Asks(
            naming=("10.234", "row 2", "users"),
            answers={
                "decimal:users=comma": _READ_LETTERS,
                "decimal:users=point": Finds(
                    said=Said(code="CELL_FRACTIONAL", row=2, value="10.234")
                ),
            },
            default="decimal:users=comma",
        ),
    ),
    text_case(
        "measured-narrow-no-break-space",
        "variant;users;conversions\nA;10\u202f234;512\nB;10\u202f190;561\n",
        Reads(counts=_LETTERS, control="A", said=(_USERS_READ,)),
    ),
    text_case(
        "measured-percent",
        "variant,users,rate\nA,10234,5.0%\nB,10190,5.5%\n",
        Finds(said=Said(code="RATE_TOO_ROUGH", row=2, column="rate")),
    ),
    text_case(
        "measured-trailing-total",
        "variant,users,conversions\nA,10234,512\nB,10190,561\nTotal,20424,1073\n",
        Reads(counts=_LETTERS, control="A", said=(Said(code="TOTALS_ROW", row=4),)),
    ),
    text_case(
        "measured-sep-line",
        "sep=;\nvariant;users;conversions\nA;10234;512\nB;10190;561\n",
        Reads(counts=_LETTERS, control="A", details=("semicolon",)),
    ),
    text_case(
        "measured-two-title-lines-and-a-blank",
        "Report: Checkout test\nPeriod: March 2026\n\n"
        "variant,users,conversions\nA,10234,512\nB,10190,561\n",
        Reads(
            counts=_LETTERS,
            control="A",
            said=(Said(code="TITLE_LINES"),),
            details=("header in row 4",),
        ),
    ),
    text_case(
        "measured-utf-16",
        "\ufeffvariant,users,conversions\r\nA,10234,512\r\nB,10190,561\r\n",
        Reads(counts=_LETTERS, control="A", details=("UTF-16",)),
        encoding="utf-16-le",
    ),
    text_case(
        "measured-cp1252",
        "variant;users;conversions\nA;10234;512\nGröße;10190;561\n",
        Reads(
            counts={"A": (10234, 512), "Größe": (10190, 561)},
            control="A",
            said=(Said(code="ENCODING_GUESSED", words=("Größe",)),),
            details=("Windows-1252",),
        ),
        encoding="cp1252",
    ),
    text_case(
        "measured-utf-8-bom",
        "variant,users,conversions\nA,10234,512\nB,10190,561\n",
        Reads(counts=_LETTERS, control="A", is_silent=True, details=("UTF-8 with BOM",)),
        encoding="utf-8-sig",
    ),
]

_REPORTED = [
    text_case(
        "reported-percent-and-padded-thousands",  # jamovi 1116
        "variant,users,conversions,3Yr Churn Rate,Lost Sales\n"
        'control,10234,512,42%," 67,311,748 "\nvariant_b,10190,561,41%," 66,100,020 "\n',
        # Read rightly, and so seen to be no count of users.
        Finds(said=Said(code="GUARDRAIL_EXCEEDS_USERS", row=2, column="Lost Sales")),
    ),
    text_case(
        "reported-padded-thousands-in-users",  # jamovi 1116, where it matters
        'variant,users,conversions\ncontrol," 1,010,234 "," 50,512 "\n'
        'variant_b," 1,010,190 "," 50,561 "\n',
        Reads(counts={"control": (1010234, 50512), "variant_b": (1010190, 50561)}),
    ),
    text_case(
        "reported-excel-in-czech-german-french",  # jamovi 437, 1555
        "variant;users;conversions;revenue_sum;revenue_sum_sq\r\n"
        "control;10234;512;1234,50;99999,125\r\nvariant_b;10190;561;1301,25;99998,25\r\n",
        Reads(
            counts=STANDARD,
            measures={
                "revenue_sum": ("1234.50", "1301.25"),
                "revenue_sum_sq": ("99999.125", "99998.25"),
            },
        ),
        encoding="cp1252",
    ),
    text_case(
        "reported-decimal-point-under-german-territory",  # JASP 4322
        "variant;users;conversions;revenue_sum\ncontrol;10234;512;1234.5\n"
        "variant_b;10190;561;1301.25\n",
        Reads(counts=STANDARD, measures={"revenue_sum": ("1234.5", "1301.25")}, is_silent=True),
    ),
    text_case(
        "reported-unicode-text-of-excel",
        "\ufeffvariant\tusers\tconversions\r\ncontrol\t10234\t512\r\nGröße\t10190\t561\r\n",
        Reads(counts={"control": (10234, 512), "Größe": (10190, 561)}, details=("UTF-16", "tab")),
        encoding="utf-16-le",
        file="export.txt",
    ),
    text_case(
        "reported-title-line-above-the-header",  # jamovi 994
        "Results of the checkout test\nvariant,users,conversions\n"
        "control,10234,512\nvariant_b,10190,561\n",
        standard(Said(code="TITLE_LINES", words=("Results of the checkout test",))),
    ),
    text_case(
        "reported-header-repeated-as-last-row",  # JASP 2130
        "variant,users,conversions\ncontrol,10234,512\nvariant_b,10190,561\n"
        "variant,users,conversions\n",
        standard(Said(code="HEADER_REPEATED", row=4)),
    ),
    text_case(
        "reported-tab-file-named-csv",  # Orange 2785
        "variant\tusers\tconversions\ncontrol\t10234\t512\nvariant_b\t10190\t561\n",
        standard(details=("tab",)),
    ),
    text_case(
        "reported-one-stray-cell",  # JASP 743, 320
        "variant,users,conversions\n"
        + "".join(f"v{i},{1000 + i},{50 + i}\n" for i in range(38))
        + "control,n/a,50\n",
        Finds(said=Said(code="CELL_NOT_A_NUMBER", row=40, column="users", value="n/a")),
    ),
    text_case(
        "reported-all-data-in-one-quoted-column",  # jamovi 682
        '"variant,users,conversions"\n"control,10234,512"\n"variant_b,10190,561"\n',
        Finds(said=Said(code="COLUMN_MISSING")),
    ),
    text_case(
        "reported-the-issue-itself",
        "Checkout test, March 2026;;;\n;;;\nVariante;Nutzer;Konversionen;revenue_sum\n"
        "Kontrolle;10.234;512;1.234,50 €\nVariante B ;10.190;561;1.301,25 €\n"
        "Gesamt;20.424;1.073;2.535,75 €\n",
        Reads(
            counts={"Kontrolle": (10234, 512), "Variante B": (10190, 561)},
            control="Kontrolle",
            measures={"revenue_sum": ("1234.50", "1301.25")},
            said=(
                Said(code="TITLE_LINES"),
                Said(code="TOTALS_ROW", row=6, words=("Gesamt",)),
                Said(code="ENCODING_GUESSED"),
                Said(code="NUMBERS_READ", row=4, column="Nutzer", value="10.234"),
            ),
            details=("Windows-1252", "semicolon", "header in row 3", "decimal comma"),
        ),
        encoding="cp1252",
    ),
]

CASES: Final[list[Case]] = [*_MEASURED, *_REPORTED]
