"""The order in which the Tab key visits what was added to a page later."""

from itertools import pairwise

from PySide6.QtWidgets import QWidget


def visit_before(place: QWidget, *widgets: QWidget) -> None:
    """Let Tab visit these widgets in this order, and then `place`, which was on the page before.

    Qt would visit widgets in the order they were made, so rows that came later last of all.
    """
    for before, after in pairwise((place, *widgets, place)):
        QWidget.setTabOrder(before, after)
