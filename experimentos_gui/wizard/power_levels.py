"""Where the guardrails stand today: a small column that the trial of the rule needs."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from experimentos_core.foundation.values import MetricKind
from experimentos_gui.theme import GAP, SPACE
from experimentos_gui.widgets.labels import PlainLabel, plain_label, plain_tooltip, shortened
from experimentos_gui.widgets.layouts import clear
from experimentos_gui.widgets.tab_order import visit_before
from experimentos_gui.wizard.guardrail_draft import GuardrailDraft
from experimentos_gui.wizard.number_field import NumberField
from experimentos_gui.wizard.power_question import level_troubles
from experimentos_gui.wizard.preview_model import one_line
from experimentos_gui.wizard.question import Trouble
from experimentos_gui.wizard.size_draft import LevelDraft, SizeDraft

_LONGEST_NAME: Final = 28
_MOST: Final = 40


class GuardrailLevels(QWidget):
    """One line for each guardrail that is watched.

    Signals:
        edited(object): The person typed a level; carries the LevelDraft.
    """

    edited = Signal(object)

    def __init__(self, following: QWidget) -> None:
        """Make an editor without guardrails; Tab goes on to `following`."""
        super().__init__()
        self._following = following
        self._shown: tuple[tuple[str, MetricKind], ...] = ()
        self._fields: list[tuple[NumberField, NumberField | None]] = []
        self._troubles: list[Trouble] = []
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(SPACE)
        self._grid.setColumnStretch(4, 1)
        self.setLayout(self._grid)

    @property
    def fields(self) -> tuple[tuple[NumberField, NumberField | None], ...]:
        """The level and, of a mean, the spread of each guardrail."""
        return tuple(self._fields)

    def load(self, guardrails: tuple[GuardrailDraft, ...], size: SizeDraft) -> None:
        """Show where these guardrails stand; fields of the same ones stay, with their cursor."""
        taken = [draft for draft in guardrails if draft.is_taken][:_MOST]
        shown = tuple((draft.name, draft.kind) for draft in taken)
        if shown != self._shown:
            self._shown = shown
            self._rebuild()
        for place, draft in enumerate(taken):
            typed = size.level_of(draft.name)
            level, sd = self._fields[place]
            level.set_text(typed.level)
            if sd is not None:
                sd.set_text(typed.sd)
            sentence = level_troubles(typed, is_mean=sd is not None)
            self._troubles[place].say(sentence)
            level.set_trouble(sentence)
        self.setVisible(bool(shown))

    def _rebuild(self) -> None:
        clear(self._grid)
        self._fields, self._troubles = [], []
        for place, (name, kind) in enumerate(self._shown):
            self._add_row(place, name, is_mean=kind is MetricKind.MEAN)
        visit_before(self._following, *(field for row in self._fields for field in row if field))

    def _add_row(self, place: int, name: str, *, is_mean: bool) -> None:
        shown = shortened(one_line(name), _LONGEST_NAME)
        what = "mean" if is_mean else "rate in percent"
        level = NumberField(f"{shown} today: {what}", "1", 0)
        sd = NumberField(f"{shown}: standard deviation", "1", 0) if is_mean else None
        trouble = Trouble()
        self._grid.addWidget(_name(shown, name), place, 0)
        self._grid.addWidget(level, place, 1)
        self._grid.addWidget(plain_label("spread" if is_mean else "%", "body"), place, 2)
        if sd is not None:
            self._grid.addWidget(sd, place, 3)
        self._grid.addWidget(trouble, place, 4)
        for field in (level, sd):
            if field is not None:
                field.edited.connect(lambda _: self._on_typed(place))
        self._fields.append((level, sd))
        self._troubles.append(trouble)

    def _on_typed(self, place: int) -> None:
        level, sd = self._fields[place]
        typed = LevelDraft(
            name=self._shown[place][0],
            level=level.text(),
            sd="" if sd is None else sd.text(),
        )
        self.edited.emit(typed)


def _name(shown: str, full: str) -> PlainLabel:
    label = plain_label(shown, "body")
    label.setToolTip(plain_tooltip(shortened(full, 600)))
    label.setMaximumWidth(24 * SPACE)
    return label
