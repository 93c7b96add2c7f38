"""What each column means: the three required ones, proposed guardrails, and what is left out."""

import re
from dataclasses import dataclass

from experimentos_core.foundation.values import Direction
from experimentos_core.reading.names.role_words import is_average, name_words
from experimentos_core.reading.numbers.counts import CellProblem, parse_count
from experimentos_core.reading.table import Table, column_key

_SUFFIXES_OF_MEANS = (
    "_sum",
    "_sum_sq",
    "_sumsq",
    "_ss",
    "_mean",
    "_sd",
    "_std",
    "_var",
    "_variance",
)
_SAMPLE_SIZES = {
    *("n", "orders", "sessions", "impressions", "pageviews", "events", "exposures", "exposed"),
    *("visitors", "participants", "population", "traffic", "size", "seed"),
}
_IDENTIFIERS = {
    "id",
    "ids",
    "uuid",
    "guid",
    "key",
    "index",
    "row",
    "rank",
    "look",
    "no",
    "#",
    "zip",
}
_RATES = {
    *("rate", "ratio", "pct", "percent", "percentage", "share", "cr", "ctr", "cvr", "value"),
    *("avg", "average", "mean", "median", "aov", "arpu", "nps", "csat", "score", "p50", "p90"),
    *("p95", "p99", "latency", "weight", "dose", "discount", "age"),
}
_RESULTS = {
    *("lift", "uplift", "improvement", "significance", "confidence", "probability", "prob"),
    *("pvalue", "zscore", "ci", "stderr", "error_margin", "expected", "planned", "allocation"),
}
_DATES = {
    "date",
    "day",
    "days",
    "week",
    "month",
    "year",
    "hour",
    "time",
    "timestamp",
    "start",
    "end",
}
_DATE_ENDINGS = {"date", "timestamp", "time", "month", "week", "year", "hour"}
_DATE_FIRST = {"week", "year", "start", "end"}
_LABELS = {"version", "experiment", "wave", "order", "cohort", "segment"}
_CURRENCIES = {"usd", "eur", "gbp", "jpy", "krw", "cny", "inr", "brl", "chf", "aud", "cad"}
_AMOUNTS = {
    *("revenue", "sales", "spend", "amount", "price", "gmv", "cost", "profit", "income"),
    *("duration", "seconds", "minutes", "hours", "ms", "length"),
}
_HARMS = (
    *(
        "error",
        "crash",
        "cancel",
        "refund",
        "returned",
        "returns",
        "complain",
        "unsubscri",
        "churn",
        "timeout",
    ),
    *("time_out", "fail", "bounce", "abandon", "limited", "lost", "missing", "invalid", "fraud"),
    *("chargeback", "spam", "block", "report", "uninstall", "drop", "exit", "dispute", "abuse"),
    *("inactive", "deactivat", "non_", "not_", "without", "dissatisf", "unsatisf", "incomplete"),
    *("logout", "log_out", "death", "stroke", "cancer", "adverse", "incident", "ticket"),
)
_GOODS = (
    *("retention", "retained", "active", "activat", "purchas", "buyer", "visit", "signup"),
    *("sign_up", "click", "login", "log_in", "subscri", "complet", "cart", "checkout", "convert"),
    *("conversion", "engage", "upgrade", "renew", "register", "registration", "satisf", "order"),
)

_TIMES = {
    *("time", "times", "duration", "ms", "millis", "milliseconds", "sec", "secs", "seconds"),
    *("minutes", "hours"),
}
# Time that people give freely: more of it is no harm.
_ATTENTION = {
    *("site", "page", "app", "session", "sessions", "engagement", "engaged", "active", "spent"),
    *("watch", "watched", "watching", "read", "reading", "listen", "listening", "play", "played"),
    *("playing", "view", "viewing", "dwell"),
}
_WAITING = {
    *("wait", "waiting", "delay", "delays", "lag", "latency", "latencies", "load", "loading"),
    *("start", "startup", "response", "ttfb", "fcp", "lcp", "inp", "fid"),
    *("cost", "costs", "expense", "expenses", "fee", "fees", "tax", "discount", "discounts"),
    *("retries", "attempts", "battery", "memory", "cpu", "bytes"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRoles:
    """Which column plays which part, by name.

    Attributes:
        variant: Column of variant labels.
        users: Column of users per variant.
        conversions: Column of converted users per variant; the primary metric.
    """

    variant: str = "variant"
    users: str = "users"
    conversions: str = "conversions"

    @property
    def required(self) -> tuple[str, str, str]:
        """The three columns without which nothing can be said."""
        return (self.variant, self.users, self.conversions)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnUse:
    """What a further column was taken for.

    Attributes:
        name: The column.
        is_guardrail: Whether it is proposed as a guardrail.
        reason: Why, in words.
    """

    name: str
    is_guardrail: bool
    reason: str


def propose_columns(table: Table, roles: ColumnRoles) -> tuple[ColumnUse, ...]:
    """Say what every column beyond the required ones is taken for.

    A column is proposed as a guardrail when any of its cells is a whole number and its name does
    not read like a sample size, an identifier, a rate, a date, an amount or a part of a mean.
    A proposed column with a broken cell stays proposed, so that the health check names the cell.
    """
    required = {column_key(name) for name in roles.required}
    uses: list[ColumnUse] = []
    for position, name in enumerate(table.header):
        if column_key(name) in required:
            continue
        reason = reason_against_name(name) or _reason_against_cells(table.column(position))
        uses.append(
            ColumnUse(
                name=name,
                is_guardrail=reason is None,
                reason=reason or "a count out of the users",
            )
        )
    return tuple(uses)


def guess_harm(name: str) -> Direction:
    """Guess the direction of harm from a column's name: less retention is harm, more errors are.

    Words of harm win over words of success, so that 'active_user_errors' is harmful when it rises;
    a name that says neither is harmful when it rises.
    """
    key = column_key(name).replace(" ", "_")
    if _says_harm(key):
        return Direction.UP
    return Direction.DOWN if any(word in key for word in _GOODS) else Direction.UP


def guess_mean_harm(name: str) -> Direction:
    """Guess the direction of harm from a continuous metric's name: less is, but of what is bad.

    More time is harm, unless it is time people give ('time_on_site', 'session_duration'); so is
    more waiting, cost, or anything that is harm when it is counted.
    """
    key = column_key(name).replace(" ", "_")
    words = set(re.split(r"[\W_]+", key))
    is_time = not _TIMES.isdisjoint(words) and _ATTENTION.isdisjoint(words)
    is_bad = is_time or not _WAITING.isdisjoint(words) or _says_harm(key)
    return Direction.UP if is_bad else Direction.DOWN


def _says_harm(key: str) -> bool:
    return any(word in key for word in _HARMS)


def reason_against_name(name: str) -> str | None:
    """Say why a name is no count of users; a word of harm wins over all but the surest signs."""
    key = column_key(name)
    words = [word for word in re.split(r"[\W_]+", key) if word] or [key]
    last = words[-1]
    sure = (
        (not key, "has no name"),
        (key.endswith(_SUFFIXES_OF_MEANS) or _is_sum(name), "belongs to a continuous metric"),
        ("%" in key or last in _RATES, "looks like a rate"),
        (is_average(name), "looks like an average"),
        (last in {"date", "timestamp"}, "looks like a date"),
    )
    likely = (
        (last in _SAMPLE_SIZES or key in _SAMPLE_SIZES, "is a sample size"),
        (words[:2] in (["users", "total"], ["sample", "size"]), "is a sample size"),
        (last in _IDENTIFIERS, "looks like an identifier"),
        (words[0] in _RATES, "looks like a rate"),
        (not _RESULTS.isdisjoint(words), "looks like a result of another analysis"),
        (key in _DATES or last in _DATE_ENDINGS or words[0] in _DATE_FIRST, "looks like a date"),
        (not _AMOUNTS.isdisjoint(words) or last in _CURRENCIES, "looks like an amount"),
        (words[0] == "is" or last in _LABELS, "looks like a label"),
    )
    reasons = sure if _says_harm(key) else (*sure, *likely)
    return next((reason for holds, reason in reasons if holds), None)


def _is_sum(name: str) -> bool:
    """Whether a name says a sum, of squares or of anything; that of users or clicks is a count."""
    words = name_words(name)
    return words[-1:] == ("sum",) or words[-2:] == ("sum", "sq") or words[-1:] == ("sumsq",)


def _reason_against_cells(cells: tuple[str, ...]) -> str | None:
    parsed = [parse_count(cell) for cell in cells]
    if any(isinstance(value, int) for value in parsed):
        return None
    if parsed and all(value is CellProblem.FRACTIONAL for value in parsed):
        return "holds no whole numbers"
    if any(value not in (CellProblem.NOT_A_NUMBER, CellProblem.BLANK) for value in parsed):
        return None
    return "is empty" if all(value is CellProblem.BLANK for value in parsed) else "holds text"
