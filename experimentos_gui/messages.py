"""Words and symbols the panels share, so that a state is always called the same."""

from typing import Final

from experimentos_core.foundation.errors import ExperimentError, HistoryError
from experimentos_core.foundation.values import (
    GuardrailStatus,
    HealthStatus,
    Severity,
    Verdict,
)
from experimentos_gui.theme import Tone

PRODUCT: Final = "ExperimentOS"
PROMISE: Final = "From an A/B test to a decision you can defend."

_VERDICTS: Final = {
    Verdict.LAUNCH: ("\u25b2", Tone.GOOD),
    Verdict.HOLD: ("\u25a0", Tone.CAUTION),
    Verdict.ROLLBACK: ("\u25bc", Tone.BAD),
}
_HEALTH: Final = {
    HealthStatus.HEALTHY: ("\u2713", Tone.GOOD),
    HealthStatus.WARNING: ("!", Tone.CAUTION),
    HealthStatus.BLOCKED: ("\u2715", Tone.BAD),
}
_SEVERITIES: Final = {
    Severity.NOTE: ("\u00b7", Tone.NEUTRAL),
    Severity.WARNING: ("!", Tone.CAUTION),
    Severity.BLOCKED: ("\u2715", Tone.BAD),
}
_GUARDRAILS: Final = {
    GuardrailStatus.OK: ("\u2713", Tone.GOOD),
    GuardrailStatus.INCONCLUSIVE: ("?", Tone.CAUTION),
    GuardrailStatus.WORSENED: ("!", Tone.CAUTION),
    GuardrailStatus.SEVERE: ("\u2715", Tone.BAD),
}
type State = Verdict | HealthStatus | Severity | GuardrailStatus


def way_out(error: ExperimentError) -> str:
    """Return the words of the button that could mend a history; empty where a backup cannot."""
    can_restore = isinstance(error, HistoryError) and error.can_restore
    return "Restore a backup\u2026" if can_restore else ""


def with_symbol(state: State) -> str:
    """Return a state as symbol and word, e.g. '\u25b2 Launch'."""
    return f"{symbol(state)} {state.value}"


def symbol(state: State) -> str:
    """Return the symbol of a state."""
    return _look(state)[0]


def tone(state: State) -> Tone:
    """Return the tone of a state's colour."""
    return _look(state)[1]


def counted(number: int, word: str) -> str:
    """Return '1 finding' or '3 findings'."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _look(state: State) -> tuple[str, Tone]:
    if isinstance(state, Verdict):
        return _VERDICTS[state]
    if isinstance(state, HealthStatus):
        return _HEALTH[state]
    if isinstance(state, Severity):
        return _SEVERITIES[state]
    return _GUARDRAILS[state]
