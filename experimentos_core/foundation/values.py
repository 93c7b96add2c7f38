"""The closed sets of words the product speaks in; a value here is also its JSON form."""

from enum import StrEnum


class HealthStatus(StrEnum):
    """Overall state of the data, best to worst."""

    HEALTHY = "Healthy"
    WARNING = "Warning"
    BLOCKED = "Blocked"


class Severity(StrEnum):
    """Weight of one finding; a note has no effect on the overall state."""

    NOTE = "Note"
    WARNING = "Warning"
    BLOCKED = "Blocked"


class Verdict(StrEnum):
    """What to do with the change."""

    LAUNCH = "Launch"
    HOLD = "Hold"
    ROLLBACK = "Rollback"


class Direction(StrEnum):
    """A direction of change: the good one for a primary metric, the harmful one for a guardrail."""

    UP = "up"
    DOWN = "down"

    @property
    def sign(self) -> int:
        """+1 for up, -1 for down."""
        return 1 if self is Direction.UP else -1

    @property
    def opposite(self) -> "Direction":
        """The other one: what is good where this one is harm."""
        return Direction.DOWN if self is Direction.UP else Direction.UP


class MetricKind(StrEnum):
    """What is compared between the arms."""

    RATE = "rate"
    MEAN = "mean"


class MarginScale(StrEnum):
    """What the margins of a guardrail are measured in: the metric's own unit, or its control."""

    ABSOLUTE = "absolute"
    RELATIVE = "relative"


class GuardrailStatus(StrEnum):
    """How a guardrail fared, best to worst."""

    OK = "OK"
    INCONCLUSIVE = "Inconclusive"
    WORSENED = "Worsened"
    SEVERE = "Severe"


class GuardrailRule(StrEnum):
    """How much proof of harm a guardrail asks for."""

    EVIDENCE = "evidence"
    POINT = "point"
    STRICT = "strict"


class Correction(StrEnum):
    """How p-values of several treatments are corrected."""

    BONFERRONI = "bonferroni"
    HOLM = "holm"
    FDR_BH = "fdr_bh"
    NONE = "none"


class RuleCode(StrEnum):
    """The rule that decided; printed in every memo."""

    HEALTH_BLOCKED = "HEALTH_BLOCKED"
    SRM = "SRM"
    GUARDRAIL_SEVERE = "GUARDRAIL_SEVERE"
    PRIMARY_HARM = "PRIMARY_HARM"
    NOT_FINAL = "NOT_FINAL"
    GUARDRAIL_WORSENED = "GUARDRAIL_WORSENED"
    LAUNCH = "LAUNCH"
    NOT_SIGNIFICANT = "NOT_SIGNIFICANT"
