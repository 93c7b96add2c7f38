"""What a row of the file is: a variant, a day, a breakdown, a metric or a user."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from tests.core.reading.corpus.case import (
    STANDARD,
    STANDARD_READ,
    Asks,
    Case,
    Finds,
    Reads,
    Refuses,
    Said,
    text_case,
)

_FIRST = date(2026, 3, 1)
_DAYS: Final = (
    ("control", (3400, 170), (3411, 171), (3423, 171)),
    ("variant_b", (3395, 187), (3397, 187), (3398, 187)),
)
_ADDED = Said(code="DAYS_ADDED", words=("3 days",))
_GERMAN = {"control": (10234, 512), "variante_b": (10190, 561)}


def days_file(
    form: Callable[[date], str],
    *,
    separator: str = ",",
    column: str = "date",
    offsets: tuple[int, ...] = (0, 1, 2),
) -> str:
    """Return the standard experiment by day, three days of two variants."""
    lines = [separator.join((column, "variant", "users", "conversions"))]
    for i, offset in enumerate(offsets):
        day = form(_FIRST + timedelta(days=offset))
        for variant, *counts in _DAYS:
            users, conversions = counts[i]
            lines.append(separator.join((day, variant, str(users), str(conversions))))
    return "\n".join(lines) + "\n"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FORMS: Final[dict[str, Callable[[date], str]]] = {
    "iso": lambda day: f"{day:%Y-%m-%d}",
    "iso-midnight": lambda day: f"{day:%Y-%m-%d} 00:00:00",
    "iso-t": lambda day: f"{day:%Y-%m-%d}T00:00",
    "digits": lambda day: f"{day:%Y%m%d}",
    "dots": lambda day: f"{day:%d.%m.%Y}",
    "slashes-day-first": lambda day: f"{day:%d/%m/%Y}",
    "slashes-month-first": lambda day: f"{day:%m/%d/%Y}",
    "month-name": lambda day: f"{day.day} {_MONTHS[day.month - 1]} {day.year}",
    "month-name-first": lambda day: f'"{_MONTHS[day.month - 1]} {day.day}, {day.year}"',
}

_BY_DAY = [
    text_case(f"days-{name}", days_file(form), Reads(counts=STANDARD, said=(_ADDED,)))
    for name, form in _FORMS.items()
] + [
    text_case(
        "days-new-users-only",
        days_file(_FORMS["iso"]),
        Reads(counts=STANDARD, said=(_ADDED,)),
        choices=("days=new",),
    ),
    text_case(
        "days-one-missing-for-a-variant",
        "date,variant,users,conversions\n"
        "2026-03-01,control,5100,255\n2026-03-01,variant_b,5095,280\n"
        "2026-03-02,control,10,1\n"
        "2026-03-03,control,5124,256\n2026-03-03,variant_b,5095,281\n",
        Reads(
            counts=STANDARD,
            said=(_ADDED, Said(code="DAYS_INCOMPLETE", words=("variant_b", "2026-03-02"))),
        ),
    ),
    text_case(
        "days-with-a-hole",
        days_file(_FORMS["iso"], offsets=(0, 1, 3)),
        Reads(counts=STANDARD, said=(Said(code="DAYS_INCOMPLETE", words=("2026-03-03",)),)),
    ),
    text_case(
        "weeks",
        days_file(_FORMS["iso"], column="week", offsets=(0, 7, 14)),
        Reads(counts=STANDARD, said=(Said(code="DAYS_ADDED"),)),
    ),
    text_case(
        "days-forbidden",
        days_file(_FORMS["iso"]),
        Finds(said=Said(code="VARIANT_DUPLICATE")),
        choices=("shape=variants",),
    ),
    text_case(
        "days-broken-cell",
        days_file(_FORMS["iso"]).replace("3397,187", "n/a,187"),
        Finds(said=Said(code="CELL_NOT_A_NUMBER", row=5, column="users", value="n/a")),
    ),
    text_case(
        "days-blank-cell",
        days_file(_FORMS["iso"]).replace("3411,171", "3411,"),
        Finds(said=Said(code="CELL_BLANK", row=4, column="conversions")),
    ),
    text_case(
        "days-mixed-spelling",
        days_file(_FORMS["iso"]).replace("variant_b,3397", "Variant_B ,3397"),
        Reads(counts=STANDARD, said=(_ADDED, Said(code="LABELS_MERGED", words=("Variant_B",)))),
    ),
    text_case(
        "days-with-a-total",
        days_file(_FORMS["iso"]) + "Total,,20424,1073\n",
        Reads(counts=STANDARD, said=(_ADDED, Said(code="TOTALS_ROW", row=8))),
    ),
    text_case(
        "days-with-a-total-in-the-variant-column",
        days_file(_FORMS["iso"]) + ",Total,20424,1073\n",
        Reads(counts=STANDARD, said=(_ADDED, Said(code="TOTALS_ROW", row=8))),
    ),
    text_case(
        "days-with-a-total-each-day",
        "date,variant,users,conversions\n"
        "2026-03-01,control,5100,255\n2026-03-01,variant_b,5095,280\n"
        "2026-03-01,Total,10195,535\n"
        "2026-03-02,control,5134,257\n2026-03-02,variant_b,5095,281\n"
        "2026-03-02,Total,10229,538\n",
        Reads(counts=STANDARD, said=(Said(code="TOTALS_ROW", row=4),)),
    ),
    text_case(
        "days-german-with-decimal-comma",
        "Datum;Variante;Nutzer;Konversionen;revenue_sum\n"
        "01.03.2026;control;5.100;255;1.000,50\n01.03.2026;variante_b;5.095;280;1.100,25\n"
        "02.03.2026;control;5.134;257;1.000,25\n02.03.2026;variante_b;5.095;281;1.100,50\n",
        Reads(
            counts=_GERMAN,
            measures={"revenue_sum": ("2000.75", "2200.75")},
            said=(Said(code="DAYS_ADDED", words=("2 days",)),),
        ),
    ),
    text_case(
        "days-ambiguous-thousands",
        "date;variant;users;conversions\n"
        "2026-03-01;control;5.100;255\n2026-03-01;variant_b;5.095;280\n"
        "2026-03-02;control;5.134;257\n2026-03-02;variant_b;5.095;281\n",
        Asks(
            naming=("5.100", "row 2", "users"),
            answers={
                "decimal:users=comma": Reads(counts=STANDARD),
                "decimal:users=point": Finds(said=Said(code="CELL_FRACTIONAL", column="users")),
            },
            default="decimal:users=comma",
        ),
    ),
    text_case(
        "one-day-only-is-one-row-per-variant",
        "date,variant,users,conversions\n2026-03-01,control,10234,512\n"
        "2026-03-01,variant_b,10190,561\n",
        STANDARD_READ,
    ),
    text_case(
        "days-with-refunds-and-a-rate",
        "date,variant,users,conversions,refunds,cr\n"
        "2026-03-01,control,5100,255,21,5.00%\n2026-03-01,variant_b,5095,280,23,5.50%\n"
        "2026-03-02,control,5134,257,22,5.01%\n2026-03-02,variant_b,5095,281,24,5.52%\n",
        Reads(
            counts={"control": (10234, 512, 43), "variant_b": (10190, 561, 47)},
            guardrails=("refunds",),
            said=(Said(code="DAYS_ADDED", words=("2 days",)),),
        ),
    ),
]

_TURNED_SAID = Said(code="TABLE_TURNED")
_WIDE = [
    text_case(
        "wide",
        "metric,control,variant_b\nusers,10234,10190\nconversions,512,561\n",
        Reads(counts=STANDARD, said=(_TURNED_SAID,)),
    ),
    text_case(
        "wide-semicolon-with-refunds",
        "metric;control;variant_b\nusers;10234;10190\nconversions;512;561\nrefunds;43;47\n",
        Reads(
            counts={"control": (10234, 512, 43), "variant_b": (10190, 561, 47)},
            guardrails=("refunds",),
            said=(_TURNED_SAID,),
        ),
    ),
    text_case(
        "wide-without-a-name-of-the-first-column",
        ",control,variant_b\nusers,10234,10190\nconversions,512,561\n",
        Reads(counts=STANDARD, said=(_TURNED_SAID,)),
    ),
    text_case(
        "wide-synonyms",
        "Metric,control,variant_b\nVisitors,10234,10190\nSignups,512,561\n",
        Reads(counts=STANDARD, said=(_TURNED_SAID,)),
    ),
    text_case(
        "wide-with-total-column",
        "metric,control,variant_b,Total\nusers,10234,10190,20424\nconversions,512,561,1073\n",
        Reads(counts=STANDARD, said=(_TURNED_SAID, Said(code="TOTALS_ROW"))),
    ),
    text_case(
        "wide-ambiguous-thousands",
        "metric;control;variant_b\nusers;10.234;10.190\nconversions;512;561\n",
        Asks(
            naming=("10.234", "users"),
            answers={
                "decimal:users=comma": Reads(counts=STANDARD, said=(_TURNED_SAID,)),
                "decimal:users=point": Finds(said=Said(code="CELL_FRACTIONAL", column="users")),
            },
            default="decimal:users=comma",
        ),
    ),
    text_case(
        "wide-not-turned-on-request",
        "metric,control,variant_b\nusers,10234,10190\nconversions,512,561\n",
        Finds(said=Said(code="COLUMN_MISSING")),
        choices=("shape=variants",),
    ),
    text_case(
        "wide-broken-cell",
        "metric,control,variant_b\nusers,10234,n/a\nconversions,512,561\n",
        Finds(said=Said(code="CELL_NOT_A_NUMBER", column="users", value="n/a")),
    ),
]

_BY_COUNTRY = (
    "variant,country,users,conversions\n"
    "control,US,6000,300\ncontrol,DE,4234,212\n"
    "variant_b,US,5990,330\nvariant_b,DE,4200,231\n"
)
_SUM = Reads(counts=STANDARD, said=(Said(code="SEGMENTS_ADDED", words=("country",)),))
_US = Reads(
    counts={"control": (6000, 300), "variant_b": (5990, 330)},
    said=(Said(code="SEGMENT_CHOSEN", words=("US",)),),
)
_DE = Reads(
    counts={"control": (4234, 212), "variant_b": (4200, 231)},
    said=(Said(code="SEGMENT_CHOSEN", words=("DE",)),),
)
_COUNTRIES = {
    "segment:country=sum": _SUM,
    "segment:country=only US": _US,
    "segment:country=only DE": _DE,
}


def _by_device(web_and_app: Reads, one: Reads) -> Asks:
    """Return the second question, and the numbers after each of its answers."""
    return Asks(
        naming=("device",),
        answers={
            "segment:device=sum": web_and_app,
            "segment:device=only app": one,
            "segment:device=only web": one,
        },
    )


_CELL = Reads(counts={"control": (110, 11), "b": (112, 12)})
_TWO_CELLS = Reads(counts={"control": (220, 22), "b": (224, 24)})
_FOUR_CELLS = Reads(counts={"control": (440, 44), "b": (448, 48)})

_SEGMENTS = [
    text_case("segments", _BY_COUNTRY, Asks(naming=("country",), answers=_COUNTRIES)),
    text_case(
        "segments-with-the-unnamed-control-first",
        _BY_COUNTRY.replace("country", "Land").replace(",", ";"),
        Asks(
            naming=("Land",),
            answers={
                "segment:Land=sum": STANDARD_READ,
                "segment:Land=only US": Reads(counts=_US.counts),
                "segment:Land=only DE": Reads(counts=_DE.counts),
            },
        ),
    ),
    text_case("segments-summed-beforehand", _BY_COUNTRY, _SUM, choices=("segment:country=sum",)),
    text_case(
        "segments-one-chosen-beforehand",
        _BY_COUNTRY,
        _US,
        choices=("segment:country=only US",),
    ),
    text_case(
        "segments-with-an-all-that-is-the-sum",
        "variant,country,users,conversions\n"
        "control,All,10234,512\ncontrol,US,6000,300\ncontrol,DE,4234,212\n"
        "variant_b,All,10190,561\nvariant_b,US,5990,330\nvariant_b,DE,4200,231\n",
        Asks(
            naming=("country", "All"),
            answers={
                "segment:country=only All": STANDARD_READ,
                # Whoever adds up does not count everybody twice.
                "segment:country=sum": STANDARD_READ,
                "segment:country=only US": _US,
                "segment:country=only DE": _DE,
            },
            default="segment:country=only All",
        ),
    ),
    text_case(
        "segments-of-two-columns",
        "variant,country,device,users,conversions\n"
        + "".join(
            f"{variant},{country},{device},{users},{conversions}\n"
            for variant, users, conversions in (("control", 110, 11), ("b", 112, 12))
            for country in ("US", "DE")
            for device in ("app", "web")
        ),
        Asks(
            naming=("country",),
            answers={
                "segment:country=sum": _by_device(_FOUR_CELLS, _TWO_CELLS),
                "segment:country=only US": _by_device(_TWO_CELLS, _CELL),
                "segment:country=only DE": _by_device(_TWO_CELLS, _CELL),
            },
        ),
    ),
    text_case(
        "segments-and-days",
        "date,variant,country,users,conversions\n"
        "2026-03-01,control,US,3000,150\n2026-03-01,control,DE,2117,106\n"
        "2026-03-01,variant_b,US,2995,165\n2026-03-01,variant_b,DE,2100,115\n"
        "2026-03-02,control,US,3000,150\n2026-03-02,control,DE,2117,106\n"
        "2026-03-02,variant_b,US,2995,165\n2026-03-02,variant_b,DE,2100,116\n",
        Asks(naming=("country",), answers=_COUNTRIES),
    ),
    text_case(
        "segments-broken-cell",
        _BY_COUNTRY.replace("DE,4200", "DE,n/a"),
        Finds(said=Said(code="CELL_NOT_A_NUMBER", row=5, column="users", value="n/a")),
        choices=("segment:country=sum",),
    ),
    text_case(
        "variants-repeated-without-a-reason",
        "variant,users,conversions\ncontrol,6000,300\ncontrol,4234,212\nvariant_b,10190,561\n",
        Finds(said=Said(code="VARIANT_DUPLICATE", row=3)),
    ),
]

_PER_USER = [
    text_case(
        "one-row-per-user",
        "user_id,variant,converted\n"
        + "".join(f"u{i},{'control' if i % 2 else 'b'},{int(i % 7 == 0)}\n" for i in range(200)),
        Refuses(words=("GROUP BY", "variant", "converted")),
    ),
    text_case(
        "one-row-per-user-few-rows",
        "user_id,variant,converted\nu1,control,0\nu2,b,1\nu3,control,1\nu4,b,0\nu5,b,0\n",
        Refuses(words=("GROUP BY",)),
    ),
    text_case(
        "one-row-per-user-semicolon",
        "user_id;group;purchased\n"
        + "".join(f"{i};{'control' if i % 2 else 'b'};{int(i % 5 == 0)}\n" for i in range(80)),
        Refuses(words=("GROUP BY",)),
    ),
]

CASES: Final[list[Case]] = [*_BY_DAY, *_WIDE, *_SEGMENTS, *_PER_USER]
