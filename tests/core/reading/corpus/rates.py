"""Rates, means and spreads in place of counts and sums: turned into them only where it is exact."""

from typing import Final

from tests.core.reading.corpus.case import (
    STANDARD,
    STANDARD_READ,
    Case,
    Finds,
    Reads,
    Said,
    standard,
    text_case,
)

_RATED = Said(code="COUNTS_FROM_RATE")
_ROUGH = Said(code="RATE_TOO_ROUGH")


def _from_rate(name: str, column: str, control: str, treatment: str, separator: str = ",") -> Case:
    """Return a case of users and a rate fine enough to hold one count each."""
    header = ("variant", "users", column)
    rows = (header, ("control", "10234", control), ("variant_b", "10190", treatment))
    text = "".join(separator.join(row) + "\n" for row in rows)
    return text_case(f"rate-{name}", text, standard(_RATED))


# 512 of 10,234 are 5.00293 %, 561 of 10,190 are 5.50540 %.
_COUNTS_FROM_RATES = [
    _from_rate("percent-sign", "conversion_rate", "5.003%", "5.505%"),
    _from_rate("percent-sign-and-space", "conversion_rate", "5.003 %", "5.505 %"),
    _from_rate("percent-without-sign", "conversion_rate", "5.003", "5.505"),
    _from_rate("percent-in-the-name", "conversion rate %", "5.003", "5.505"),
    _from_rate("fraction", "conversion_rate", "0.05003", "0.05505"),
    _from_rate("fraction-of-many-digits", "cr", "0.0500293141", "0.0550539745"),
    _from_rate("decimal-comma-percent", "conversion_rate", "5,003%", "5,505%", ";"),
    _from_rate("decimal-comma-fraction", "cvr", "0,05003", "0,05505", ";"),
    text_case(
        "rate-column-chosen",
        "variant,users,won\ncontrol,10234,5.003%\nvariant_b,10190,5.505%\n",
        standard(_RATED),
        choices=("rate=won",),
    ),
    text_case(
        "rate-too-rough",
        "variant,users,conversion_rate\ncontrol,10234,5.0%\nvariant_b,10190,5.5%\n",
        Finds(said=Said(code="RATE_TOO_ROUGH", row=2, column="conversion_rate")),
    ),
    text_case(
        "rate-too-rough-in-one-row-only",
        "variant,users,conversion_rate\ncontrol,10234,5.003%\nvariant_b,10190,5.5%\n",
        Finds(said=Said(code="RATE_TOO_ROUGH", row=3, column="conversion_rate")),
    ),
    text_case(
        "rate-that-no-count-gives",
        "variant,users,conversion_rate\ncontrol,100,5.003%\nvariant_b,110,5.505%\n",
        Finds(said=Said(code="RATE_TOO_ROUGH", row=2, column="conversion_rate")),
    ),
    text_case(
        "rate-of-few-users-is-exact",
        "variant,users,conversion_rate\ncontrol,200,5.0%\nvariant_b,200,5.5%\n",
        Reads(counts={"control": (200, 10), "variant_b": (200, 11)}, said=(_RATED,)),
    ),
    text_case(
        "rate-of-zero",
        "variant,users,conversion_rate\ncontrol,200,0.0%\nvariant_b,200,5.5%\n",
        Reads(counts={"control": (200, 0), "variant_b": (200, 11)}, said=(_RATED,)),
    ),
]

_DERIVED = [
    text_case(
        "rate-beside-counts-is-left-out",
        "variant,users,conversions,conversion_rate\ncontrol,10234,512,5.00%\n"
        "variant_b,10190,561,5.51%\n",
        standard(Said(code="COLUMN_DERIVED", column="conversion_rate")),
    ),
    text_case(
        "rate-beside-counts-as-percent-without-sign",
        "variant,users,conversions,cr\ncontrol,10234,512,5.00\nvariant_b,10190,561,5.51\n",
        standard(Said(code="COLUMN_DERIVED", column="cr")),
    ),
    text_case(
        "rate-beside-counts-contradicts",
        "variant,users,conversions,conversion_rate\ncontrol,10234,512,5.00%\n"
        "variant_b,10190,561,6.51%\n",
        standard(Said(code="RATE_MISMATCH", row=3, column="conversion_rate")),
    ),
    text_case(
        "rate-lift-and-p-value-beside-counts",
        "variant,users,conversions,lift,p_value\ncontrol,10234,512,,\n"
        "variant_b,10190,561,10.04%,0.1071\n",
        STANDARD_READ,
    ),
    text_case(
        "rate-with-three-decimals-in-a-german-file",
        "variant;users;conversions;cr\ncontrol;10234;512;5,003\nvariant_b;10190;561;5,505\n",
        standard(Said(code="COLUMN_DERIVED", column="cr")),
    ),
]

# n = 10,234: mean 8.25, SD 2.5: sum 84430.5, sum of squares 10233 * 6.25 + 10234 * 68.0625.
_SUMS = ("84430.5", "86615")
_SQUARES = ("760507.875", "797386.9725")
_MEANS = [
    text_case(
        "mean-and-sd",
        "variant,users,conversions,revenue_mean,revenue_sd\n"
        "control,10234,512,8.2500,2.5000\nvariant_b,10190,561,8.5000,2.4500\n",
        Reads(
            counts=STANDARD,
            measures={
                "revenue_sum": _SUMS,
                "revenue_sum_sq": _SQUARES,
            },
            said=(Said(code="SUMS_FROM_MEAN"),),
        ),
    ),
    text_case(
        "mean-and-variance-decimal-comma",
        "variant;users;conversions;revenue_mean;revenue_var\n"
        "control;10234;512;8,2500;6,2500\nvariant_b;10190;561;8,5000;6,0025\n",
        Reads(
            counts=STANDARD,
            measures={
                "revenue_sum": _SUMS,
                "revenue_sum_sq": _SQUARES,
            },
            said=(Said(code="SUMS_FROM_MEAN"),),
        ),
    ),
    text_case(
        "mean-and-sd-too-rough",
        "variant,users,conversions,revenue_mean,revenue_sd\n"
        "control,10234,512,8,2\nvariant_b,10190,561,9,2\n",
        standard(Said(code="MEAN_TOO_ROUGH")),
    ),
    text_case(
        "sum-and-sum-of-squares-as-they-stand",
        "variant,users,conversions,revenue_sum,revenue_sum_sq\n"
        "control,10234,512,84430.5,760507.875\nvariant_b,10190,561,86615,797386.9725\n",
        Reads(
            counts=STANDARD,
            measures={
                "revenue_sum": _SUMS,
                "revenue_sum_sq": _SQUARES,
            },
            is_silent=True,
        ),
    ),
]

CASES: Final[list[Case]] = [*_COUNTS_FROM_RATES, *_DERIVED, *_MEANS]
