"""The places and values of a report in words a person understands."""

from collections.abc import Mapping
from typing import Any, Final

from experimentos_core.foundation.visible_text import make_visible

type Place = tuple[str, ...]

_LONGEST: Final = 120
_FIELDS: Final[Mapping[str, str]] = {
    "charter": "Plan",
    "lock": "Locked plan",
    "promise": "Promise",
    "guardrails_proposed": "Guardrails taken from the data",
    "overrides": "Overrides",
    "thresholds": "Thresholds",
    "health": "Data health",
    "primary": "Primary metric",
    "guardrails": "Guardrails",
    "continuous": "Continuous metrics",
    "bayesian": "Bayesian view",
    "decision": "Verdict",
    "input": "Data",
    "issues": "finding",
    "srm": "split test",
    "comparisons": "",
    "arms": "",
    "beliefs": "belief",
    "conversion": "conversion",
    "ci": "interval",
    "relative_ci": "interval of the relative change",
    "relative_lift": "relative change",
    "absolute_lift": "change",
    "delta": "change",
    "relative_delta": "relative change",
    "lift_ci": "credible interval",
    "relative_lift_ci": "relative credible interval",
    "lift_error": "simulation error of the interval",
    "loss_error": "simulation error of the loss",
    "mc_error": "simulation error",
    "prob_beats_control": "chance to be better",
    "prob_best": "chance to be best",
    "p_value": "p-value",
    "p_corrected": "corrected p-value",
    "fisher_p": "Fisher's p-value",
    "chi2": "chi-square",
    "df": "degrees of freedom",
    "z": "z",
    "t": "t",
    "f": "F",
    "is_significant": "significance",
    "would_change": "what would change it",
    "users_to_settle": "users needed to settle it",
    "overall_status": "status",
}
_INTERVALS: Final = ("interval", "margins")
_NAMES: Final = ("metric", "name", "subject", "code")
_ENDS: Final = ("lower end", "upper end")


def field_words(key: str) -> str:
    """Return the name of a field as a person would call it; empty where it goes without saying."""
    return _FIELDS.get(key, key.replace("_", " "))


def item_words(item: Any, index: int, place: Place, of: int) -> str:  # noqa: ANN401 - JSON values
    """Return what an entry of a list is called: by its own name, else an end, else its number."""
    if isinstance(item, dict):
        names = [str(item[key]) for key in _NAMES if isinstance(item.get(key), str)]
        variant = item.get("variant")
        if isinstance(variant, str) and variant:
            names.append(f"treatment {variant}" if "belief" not in place else variant)
        words = ", ".join(make_visible(name, _LONGEST) for name in names if name)
        return words or (f"version {index + 1}" if "version" in item else f"number {index + 1}")
    is_interval = any(word in place[-1] for word in _INTERVALS)
    if of == len(_ENDS) and is_interval:
        return _ENDS[index]
    return f"number {index + 1}"


def value_words(told: object, again: object) -> tuple[str, str]:
    """Return two different values as words that show the difference."""
    if isinstance(told, str) and isinstance(again, str):
        one, other = differing(told, again)
        return f'"{one}"', f'"{other}"'
    one, other = _plain(told, ".6g"), _plain(again, ".6g")
    return (one, other) if one != other else (_plain(told, ""), _plain(again, ""))


def differing(told: str, again: str) -> tuple[str, str]:
    """Return the words in which two texts differ, with a little around them, each on one line."""
    left, right = told.split(), again.split()
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    stop = 0
    while stop < min(len(left), len(right)) - start and left[-1 - stop] == right[-1 - stop]:
        stop += 1
    start, stop = max(0, start - 1), max(0, stop - 1)
    return _cut(left, start, stop) or told, _cut(right, start, stop) or again


def _cut(words: list[str], start: int, stop: int) -> str:
    kept = words[start : len(words) - stop]
    before = "\u2026 " if start and kept else ""
    after = " \u2026" if stop and kept else ""
    return f"{before}{make_visible(' '.join(kept), _LONGEST)}{after}"


def _plain(value: object, precision: str) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return format(value, precision) if precision else repr(value)
    if isinstance(value, int):
        return f"{value:,}" if abs(value) < 10**_LONGEST else "a number of over 120 digits"
    if isinstance(value, (dict, list)):
        return "an entry" if value else "no entry"
    return f'"{make_visible(str(value), _LONGEST)}"'
