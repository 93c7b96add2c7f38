"""The whole plan: what was promised before the data. A Charter that exists is sound."""

import math
from dataclasses import dataclass, field, replace

from experimentos_core.charter.guardrail_plan import GuardrailPlan
from experimentos_core.charter.metric_plans import PrimaryPlan, SecondaryPlan
from experimentos_core.charter.size_plan import SizePlan
from experimentos_core.foundation.codec import CodecError, from_json
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.foundation.errors import CharterError
from experimentos_core.foundation.values import Correction, GuardrailRule
from experimentos_core.reading.columns.labels import label_key
from experimentos_core.reading.table import column_key

_SMALLEST_SHARE, _LARGEST_SHARE = 1e-9, 1e12


@dataclass(frozen=True, slots=True, kw_only=True)
class Charter:
    """What was promised. Every text may be empty and is then shown as N/A.

    Attributes:
        name: Name of the experiment.
        owner: Who answers for it.
        hypothesis: What was expected, in a sentence.
        primary: The metric that decides.
        control: Name of the control variant; None: recognised by its name.
        split: Planned share by variant name, any positive scale; None: equal shares.
        guardrails: Metrics that must not get worse; None: those proposed from the table.
        alpha: Two-sided significance level.
        guardrail_rule: How much proof of harm a guardrail asks for.
        correction: How several treatments are corrected for.
        secondary: Metrics that are looked at and decide nothing.
        size: How large it was meant to be.
    """

    name: str = ""
    owner: str = ""
    hypothesis: str = ""
    primary: PrimaryPlan = field(default_factory=PrimaryPlan)
    control: str | None = None
    split: dict[str, float] | None = None
    guardrails: tuple[GuardrailPlan, ...] | None = None
    alpha: float = DEFAULT_THRESHOLDS.alpha
    guardrail_rule: GuardrailRule = GuardrailRule.EVIDENCE
    correction: Correction = Correction.BONFERRONI
    secondary: tuple[SecondaryPlan, ...] = ()
    size: SizePlan = field(default_factory=SizePlan)

    def __post_init__(self) -> None:
        """Refuse a plan no analysis could follow."""
        if not (math.isfinite(self.alpha) and 0 < self.alpha < 1):
            message = f"The significance level must lie between 0 and 1, but is {self.alpha}."
            raise CharterError(message, "The usual level is 0.05.")
        if self.split is not None:
            _check_split(self.split)
        names = [plan.name for plan in self.guardrails or ()]
        _check_distinct("guardrail", [column_key(name) for name in names])
        names += [plan.name for plan in self.secondary]
        _check_texts([self.name, self.owner, self.hypothesis, self.primary.metric, *names])
        _check_texts([self.control or "", *(self.split or {})])

    def with_guardrails(self, guardrails: tuple[GuardrailPlan, ...]) -> "Charter":
        """Return the same plan with these guardrails."""
        return replace(self, guardrails=guardrails)


def read_charter(text: str) -> Charter:
    """Read a charter from JSON.

    Raises:
        CharterError: Naming the field that does not fit.
    """
    try:
        return from_json(Charter, text)
    except CodecError as error:
        message = f"The charter could not be read: {error}."
        raise CharterError(message, "Compare it with the charter in a report's JSON.") from error


def _check_split(split: dict[str, float]) -> None:
    if len(split) < 2:  # noqa: PLR2004 - a split has two sides
        message = "The planned split needs a share for at least two variants."
        raise CharterError(message, "Write it as control=50,treatment=50.")
    if not all(math.isfinite(share) and share >= 0 for share in split.values()):
        message = "The shares of the planned split must be zero or positive numbers."
        raise CharterError(message, "Write it as control=50,treatment=50.")
    _check_distinct("variant", [label_key(name) for name in split])
    shares = [share for share in split.values() if share > 0]
    if not shares:
        message = "The shares of the planned split are all zero."
        raise CharterError(message, "Give every variant that should get users a share above zero.")
    if not _SMALLEST_SHARE <= min(shares) <= max(shares) <= _LARGEST_SHARE:
        message = "The shares of the planned split are too far apart to be meant."
        raise CharterError(message, "Write them in percent, or as whole numbers.")


def _check_distinct(what: str, keys: list[str]) -> None:
    repeated = {key for key in keys if keys.count(key) > 1}
    if repeated:
        message = f"The {what} {min(repeated)!r} is listed twice."
        raise CharterError(message, f"List each {what} once.")


def _check_texts(texts: list[str]) -> None:
    """Refuse text that no file could hold: halves of characters, as broken JSON escapes them."""
    for text in texts:
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            message = f"The text {text!r} holds a broken character."
            raise CharterError(message, "Type it again.") from None
