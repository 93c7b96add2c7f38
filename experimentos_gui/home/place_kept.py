"""Where a person was in the list, so that a list read anew stays where it was."""

from dataclasses import dataclass

from experimentos_gui.home.catalogue import PAGE
from experimentos_gui.home.experiment_model import ExperimentModel
from experimentos_gui.home.experiment_view import ExperimentView


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceKept:
    """What is chosen and seen, by key, as positions change.

    Attributes:
        chosen: Keys of the chosen rows.
        first: Where the first of them was; -1 where none is.
        scrolled: How far down the list is.
    """

    chosen: frozenset[int]
    first: int
    scrolled: int


def place_of(view: ExperimentView, model: ExperimentModel) -> PlaceKept:
    """Return where the person is."""
    positions = view.chosen_positions()
    return PlaceKept(
        chosen=frozenset(model.keys[position] for position in positions),
        first=positions[0] if positions else -1,
        scrolled=view.verticalScrollBar().value(),
    )


def pages_seen(view: ExperimentView) -> tuple[int, ...]:
    """Return the pages of the rows that are seen; the first one where none is yet."""
    return tuple(sorted({position // PAGE for position in view.visible_positions()})) or (0,)


def restore_place(view: ExperimentView, model: ExperimentModel, place: PlaceKept) -> None:
    """Go back there; where what was chosen is gone, to the row that took its place."""
    view.verticalScrollBar().setValue(place.scrolled)
    if place.first < 0:
        return
    found = tuple(position for position, key in enumerate(model.keys) if key in place.chosen)
    if not found and model.rowCount():
        found = (min(place.first, model.rowCount() - 1),)
    view.choose(found, found[0] if found else -1)
