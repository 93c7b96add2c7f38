"""What stands around and between the numbers: titles, footnotes, totals, repeats, labels, roles."""

from typing import Final

from tests.core.reading.corpus.case import (
    STANDARD,
    STANDARD_READ,
    TIDY,
    Case,
    Finds,
    Reads,
    Refuses,
    Said,
    standard,
    text_case,
)

_PLAIN = "variant,users,conversions\ncontrol,10234,512\nvariant_b,10190,561\n"
_TITLES = "TITLE_LINES"


def _labelled(name: str, control: str, treatment: str, read: str, other: str) -> Case:
    """Return a case of variant labels, the control among them recognised by its name."""
    return text_case(
        f"control-{name}",
        f"variant,users,conversions\n{control},10234,512\n{treatment},10190,561\n",
        Reads(counts={read: (10234, 512), other: (10190, 561)}, control=read),
    )


_ABOVE = [
    text_case(
        "title-line",
        "Checkout test\n" + _PLAIN,
        standard(Said(code=_TITLES, words=("Checkout test",)), details=("header in row 2",)),
    ),
    text_case(
        "title-lines-and-blank-row",
        "Report: Checkout test\nCreated by BI\n\n" + _PLAIN,
        standard(Said(code=_TITLES), details=("header in row 4",)),
    ),
    text_case(
        "title-line-with-a-comma",
        "Checkout test, March 2026\n" + _PLAIN,
        standard(Said(code=_TITLES), details=("header in row 2",)),
    ),
    text_case(
        "title-line-with-commas-in-a-semicolon-file",
        "Checkout, payment, thanks: test of March\n" + _PLAIN.replace(",", ";"),
        standard(Said(code=_TITLES), details=("semicolon", "header in row 2")),
    ),
    text_case(
        "title-line-filled-up-with-separators",
        "Checkout test;;\n;;\n" + _PLAIN.replace(",", ";"),
        standard(Said(code=_TITLES), details=("header in row 3",)),
    ),
    text_case(
        "title-lines-of-name-and-value",
        "Report;Checkout test\nPeriod;2026-03-01 - 2026-03-14\n" + _PLAIN.replace(",", ";"),
        standard(Said(code=_TITLES), details=("header in row 3",)),
    ),
    text_case(
        "comment-lines-with-hashes",
        "# exported 2026-03-15\n# by dashboard 12\n" + _PLAIN,
        standard(Said(code=_TITLES), details=("header in row 3",)),
    ),
    text_case(
        "title-line-and-broken-cell",
        "Checkout test\n\n" + _PLAIN.replace("561", "n/a"),
        Finds(said=Said(code="CELL_NOT_A_NUMBER", row=5, column="conversions", value="n/a")),
    ),
    text_case(
        "header-chosen",
        "Checkout test\n" + _PLAIN,
        standard(details=("header in row 2",)),
        choices=("header=2",),
    ),
    text_case("header-beyond-the-file", _PLAIN, Refuses(words=("9",)), choices=("header=9",)),
    text_case(
        "no-header-at-all",
        "control,10234,512\nvariant_b,10190,561\n",
        Finds(said=Said(code="COLUMN_MISSING")),
    ),
]

_BELOW = [
    text_case(
        "footnote",
        _PLAIN + "Source: BI warehouse\n",
        standard(Said(code="ROW_SKIPPED", row=4)),
    ),
    text_case(
        "footnote-after-a-blank-row",
        _PLAIN + "\n* bots excluded\n",
        standard(Said(code="ROW_SKIPPED", row=5)),
    ),
    text_case(
        "footnote-filled-up-with-separators",
        _PLAIN + "Source: BI warehouse,,\n",
        standard(Said(code="ROW_SKIPPED", row=4)),
    ),
    text_case(
        "two-footnotes-and-a-total",
        _PLAIN + "Total,20424,1073\n\nSource: BI\nBots excluded\n",
        standard(Said(code="TOTALS_ROW", row=4), Said(code="ROW_SKIPPED", row=6)),
    ),
    text_case(
        "header-repeated-at-the-end",
        _PLAIN + "variant,users,conversions\n",
        standard(Said(code="HEADER_REPEATED", row=4)),
    ),
    text_case(
        "header-repeated-in-the-middle",
        "variant;users;conversions\ncontrol;10234;512\nvariant;users;conversions\n"
        "variant_b;10190;561\n",
        standard(Said(code="HEADER_REPEATED", row=3)),
    ),
    text_case(
        "row-left-out-on-request",
        _PLAIN + "internal,77,3\n",
        standard(Said(code="ROW_SKIPPED", row=4)),
        choices=("row:4=skip",),
    ),
]

_TOTAL_NAMES = ("Total", "TOTALS", "sum", "Gesamt", "Summe", "Grand Total", "All", "\u03a3")
_TOTALS = [
    text_case(
        f"total-called-{name.replace(' ', '-').lower()}",
        _PLAIN + f"{name},20424,1073\n",
        standard(Said(code="TOTALS_ROW", row=4, words=(name,))),
    )
    for name in _TOTAL_NAMES
] + [
    text_case(
        "total-at-the-top",
        "variant,users,conversions\nTotal,20424,1073\ncontrol,10234,512\nvariant_b,10190,561\n",
        standard(Said(code="TOTALS_ROW", row=2)),
    ),
    text_case(
        "total-without-a-label",
        _PLAIN + ",20424,1073\n",
        standard(Said(code="TOTALS_ROW", row=4)),
    ),
    text_case(
        "total-that-is-not-the-sum",
        _PLAIN + "Total,20000,1073\n",
        Finds(said=Said(code="TOTALS_ROW_UNCLEAR", row=4)),
    ),
    text_case(
        "total-that-is-not-the-sum-left-out",
        _PLAIN + "Total,20000,1073\n",
        standard(Said(code="ROW_SKIPPED", row=4)),
        choices=("row:4=skip",),
    ),
    text_case(
        "total-with-thousands",
        "variant;users;conversions\ncontrol;10.234;512\nvariant_b;10.190;561\n"
        "Gesamt;20.424;1.073\n",
        Reads(counts=STANDARD, said=(Said(code="TOTALS_ROW", row=4),)),
        choices=("decimal:users=comma",),
    ),
    text_case(
        "a-variant-called-all-that-is-wanted",
        "variant,users,conversions\ncontrol,10234,512\nvariant_b,10190,561\nAll,10200,530\n",
        Reads(counts={**STANDARD, "All": (10200, 530)}),
        choices=("row:4=use",),
    ),
    text_case(
        "variant-that-happens-to-be-the-sum-stays",
        "variant,users,conversions\ncontrol,1000,50\nb,500,30\nc,500,20\n",
        # Its name is that of a control: whatever its numbers, it is a variant.
        Finds(said=Said(code="SRM")),
    ),
]

_LABELS = [
    _labelled("upper-case", "CONTROL", "B", "CONTROL", "B"),
    _labelled("a", "A", "B", "A", "B"),
    _labelled("zero", "0", "1", "0", "1"),
    _labelled("off", "off", "on", "off", "on"),
    _labelled("baseline", "Baseline", "New page", "Baseline", "New page"),
    _labelled("original", "Original", "Variation 1", "Original", "Variation 1"),
    _labelled("holdout", "holdout", "treated", "holdout", "treated"),
    _labelled("german", "Kontrollgruppe", "Variante 1", "Kontrollgruppe", "Variante 1"),
    _labelled("spaces", " Control ", "Variant  B ", "Control", "Variant B"),
    _labelled("no-break-space", "Control\u00a0", "Variant\u00a0B", "Control", "Variant B"),
    _labelled("zero-width", "\u200bcontrol", "b\u200b", "control", "b"),
    _labelled("dotted-capital-i", "CONTROL", "\u0130stanbul", "CONTROL", "\u0130stanbul"),
    text_case(
        "labels-mixed-spelling-in-two-rows",
        "variant,users,conversions\ncontrol,10234,512\nVariant B ,5000,280\nvariant b,5190,281\n",
        Finds(said=Said(code="VARIANT_DUPLICATE", row=4)),
    ),
    text_case(
        "labels-composed-and-decomposed",
        "variant,users,conversions\ncontrol,10234,512\ncaf\u00e9,5000,280\ncafe\u0301,5190,281\n",
        Finds(said=Said(code="VARIANT_DUPLICATE", row=4)),
    ),
    text_case(
        "label-blank",
        "variant,users,conversions\ncontrol,10234,512\n,10190,561\n",
        Finds(said=Said(code="VARIANT_BLANK", row=3)),
    ),
    text_case(
        "no-control-among-the-labels",
        "variant,users,conversions\nred,10234,512\ngreen,10190,561\n",
        Finds(said=Said(code="CONTROL_MISSING", words=("red", "green"))),
    ),
]


def _roles(name: str, header: str, column: str) -> Case:
    """Return a case of columns called otherwise; `column` is one that must be named."""
    return text_case(
        f"columns-{name}",
        f"{header}\ncontrol,10234,512\nvariant_b,10190,561\n",
        standard(Said(code="COLUMN_RECOGNISED", column=column)),
    )


_COLUMNS = [
    _roles("visitors-orders", "group,visitors,orders", "visitors"),
    _roles("camel-case", "variantName,uniqueUsers,totalConversions", "uniqueUsers"),
    _roles("spaces", "Variation,Unique Visitors,Sign ups", "Unique Visitors"),
    _roles("n-successes", "arm,n,successes", "n"),
    _roles("exposures-purchases", "variation,exposures,purchases", "exposures"),
    _roles("german", "Variante,Nutzer,Konversionen", "Nutzer"),
    _roles("german-orders", "Gruppe,Besucher,Bestellungen", "Besucher"),
    _roles("french", "Variante,Utilisateurs,Conversions", "Utilisateurs"),
    _roles("spanish", "Variante,Usuarios,Conversiones", "Usuarios"),
    text_case("columns-other-case", _PLAIN.replace("users", "Users"), TIDY),
    text_case(
        "columns-mapped",
        "cellule,combien,bons\ncontrol,10234,512\nvariant_b,10190,561\n",
        STANDARD_READ,
        choices=("variant=cellule", "users=combien", "conversions=bons"),
    ),
    text_case(
        "columns-in-another-order",
        "conversions,variant,users\n512,control,10234\n561,variant_b,10190\n",
        TIDY,
    ),
    text_case(
        "columns-with-a-guardrail",
        "variant,users,conversions,refunds\ncontrol,10234,512,43\nvariant_b,10190,561,47\n",
        Reads(
            counts={"control": (10234, 512, 43), "variant_b": (10190, 561, 47)},
            guardrails=("refunds",),
            is_silent=True,
        ),
    ),
    text_case(
        "columns-users-twice",
        "variant,users,users,conversions\ncontrol,10234,10300,512\nvariant_b,10190,10250,561\n",
        Finds(said=Said(code="COLUMN_DUPLICATE", column="users")),
    ),
    text_case(
        "columns-without-conversions",
        "variant,users\ncontrol,10234\nvariant_b,10190\n",
        Finds(said=Said(code="COLUMN_MISSING", column="conversions")),
    ),
    text_case(
        "conversions-above-users",
        "variant,users,conversions\ncontrol,512,10234\nvariant_b,561,10190\n",
        Finds(said=Said(code="CONVERSIONS_EXCEED_USERS", row=2, column="conversions")),
    ),
]

CASES: Final = [*_ABOVE, *_BELOW, *_TOTALS, *_LABELS, *_COLUMNS]
