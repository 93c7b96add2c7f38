"""What a tab says when the data is Blocked and no effect may be shown."""

from typing import Final

from experimentos_gui.widgets.empty_state import EmptyState

_TITLE: Final = "No effect is shown, because the data is Blocked"
_TEXT: Final = (
    "A number computed from this data could mislead you. Mend what the health check found and "
    "analyse again; the numbers then appear here."
)


def explain_blocked(place: EmptyState) -> None:
    """Say why there are no numbers and what would bring them."""
    place.explain(_TITLE, _TEXT)
