"""The guardrails: which counts are watched, which way is bad, and how much is too much."""

from dataclasses import replace
from typing import Final, override

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from experimentos_core.foundation.values import Direction, MetricKind
from experimentos_core.reading.table import column_key
from experimentos_gui.messages import counted
from experimentos_gui.theme import SPACE
from experimentos_gui.widgets.eliding_box import ElidingCheckBox
from experimentos_gui.widgets.labels import plain_label, plain_tooltip, shortened
from experimentos_gui.widgets.layouts import clear, column
from experimentos_gui.widgets.tab_order import visit_before
from experimentos_gui.wizard.guardrail_draft import GuardrailDraft, name_guardrail
from experimentos_gui.wizard.margins import IN_FULL, STEPS, MarginUnit, units_for, usual_texts
from experimentos_gui.wizard.name_adder import NameAdder
from experimentos_gui.wizard.number_field import NumberField
from experimentos_gui.wizard.preview_model import one_line
from experimentos_gui.wizard.question import Trouble
from experimentos_gui.wizard.quiet import QuietComboBox
from experimentos_gui.wizard.troubles import FieldKey, FieldKind

MOST_GUARDRAILS: Final = 40
_LONGEST_NAME: Final = 28
_DIRECTION_CHARACTERS: Final = 7
_DIRECTIONS: Final = {Direction.UP: "Up is bad", Direction.DOWN: "Down is bad"}
_UNIT_CHARACTERS: Final = 8
_MARGIN_WIDTH: Final = 12 * SPACE
_HEADS: Final = ("Watched", "Which way is bad", "Worsened from", "Severe from", "Measured in")
_ROOMY: Final = 75  # letters in a line, from which a name stands beside its fields
_UNNAMED: Final = "Name what must not get worse, or leave this open: the data then proposes it."
_NONE: Final = "No column is a guardrail. Choose one in the heads of the table, on the page before."


class GuardrailRow(QWidget):
    """The fields of one guardrail, laid out by the editor that owns it.

    Signals:
        edited(): The person changed something; `draft` is new.
    """

    edited = Signal()

    def __init__(self, draft: GuardrailDraft, parent: QWidget) -> None:
        """Make the fields of `draft`."""
        super().__init__(parent)
        self.hide()  # only its fields are seen
        self._draft = draft
        self._typed: dict[MarginUnit, tuple[str, str]] = {}
        name = one_line(draft.name) or "(no name)"
        self._shown = shown = shortened(name, _LONGEST_NAME)
        kind = " (mean)" if draft.kind is MetricKind.MEAN else ""
        words = f"{shown}{kind}{'' if draft.is_in_data else ' (not in the data)'}"
        self.box = ElidingCheckBox(words.replace("&", "&&"))
        self.box.setToolTip(plain_tooltip(shortened(name, 600)))
        self.box.setAccessibleName(f"Watch {words}")
        self.direction = QuietComboBox()
        self.direction.addItems(list(_DIRECTIONS.values()))
        self.direction.setMinimumContentsLength(_DIRECTION_CHARACTERS)
        self.direction.setAccessibleName(f"Which way is bad for {shown}")
        self.worsened = NumberField("", *STEPS[draft.unit])
        self.severe = NumberField("", *STEPS[draft.unit])
        for field in (self.worsened, self.severe):
            field.setFixedWidth(_MARGIN_WIDTH)
        self.unit = QuietComboBox()
        self.unit.addItems([unit.value for unit in units_for(draft.kind)])
        self.unit.setMinimumContentsLength(_UNIT_CHARACTERS)
        self.unit.setAccessibleName(f"What the margins of {shown} are measured in")
        self.trouble = Trouble()
        self.load(draft)
        self.box.clicked.connect(self._on_edited)
        self.direction.activated.connect(self._on_edited)
        self.worsened.edited.connect(self._on_edited)
        self.severe.edited.connect(self._on_edited)
        self.unit.activated.connect(self._on_unit_chosen)

    @property
    def fields(self) -> tuple[QWidget, ...]:
        """What stands beside each other, as the heads say."""
        return (self.box, self.direction, self.worsened, self.severe, self.unit)

    @property
    def draft(self) -> GuardrailDraft:
        """The guardrail as typed."""
        return self._draft

    def load(self, draft: GuardrailDraft) -> None:
        """Show this guardrail."""
        self._draft = draft
        self.box.setChecked(draft.is_taken)
        self.direction.setCurrentIndex(list(_DIRECTIONS).index(draft.direction))
        self.unit.setCurrentIndex(units_for(draft.kind).index(draft.unit))
        for field, words, text in (
            (self.worsened, "worsened", draft.worsened),
            (self.severe, "severe", draft.severe),
        ):
            field.set_name(f"{self._shown}: {words} from, {IN_FULL[draft.unit]}")
            field.set_step(*STEPS[draft.unit])
            field.set_text(text)
        for widget in self.fields[1:]:
            widget.setEnabled(draft.is_taken)

    def show_troubles(self, troubles: dict[FieldKey, str]) -> None:
        """Say below the fields why they cannot be used."""
        worsened = troubles.get((FieldKind.WORSENED, self._draft.name), "")
        severe = troubles.get((FieldKind.SEVERE, self._draft.name), "")
        self.worsened.set_trouble(worsened)
        self.severe.set_trouble(severe)
        self.trouble.say(" ".join(dict.fromkeys(part for part in (worsened, severe) if part)))

    @Slot(int)
    def _on_unit_chosen(self, index: int) -> None:
        """Show the margins typed in that unit before, else those that are usual in it."""
        unit = units_for(self._draft.kind)[index]
        if unit is self._draft.unit:
            return
        self._typed[self._draft.unit] = (self._draft.worsened, self._draft.severe)
        worsened, severe = self._typed.get(unit) or usual_texts(self._draft.kind, unit)
        self.load(replace(self._draft, unit=unit, worsened=worsened, severe=severe))
        self.edited.emit()

    @Slot()
    def _on_edited(self) -> None:
        self.load(
            replace(
                self._draft,
                is_taken=self.box.isChecked(),
                direction=list(_DIRECTIONS)[self.direction.currentIndex()],
                worsened=self.worsened.text(),
                severe=self.severe.text(),
            )
        )
        self.edited.emit()


class GuardrailEditor(QWidget):
    """One row of fields per guardrail; beyond forty it says how many more there are.

    As long as there is no data, guardrails are named here.

    Signals:
        edited(): The person changed a guardrail.
    """

    edited = Signal()

    def __init__(self) -> None:
        """Make an editor without guardrails."""
        super().__init__()
        self._drafts: tuple[GuardrailDraft, ...] = ()
        self._has_data = True
        self._rows: list[GuardrailRow] = []
        self._heads: list[QWidget] = []
        self._is_tight = False
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE)
        self._grid.setVerticalSpacing(SPACE // 2)
        self._grid.setColumnStretch(0, 1)
        self._note = plain_label("", "hint")
        layout = column(spacing=SPACE)
        layout.addLayout(self._grid)
        layout.addWidget(self._note)
        self.adder = NameAdder("guardrail", "Cancellations, errors, \u2026", self._is_listed)
        layout.addWidget(self.adder)
        layout.addStretch(1)
        self.setLayout(layout)
        self.adder.hide()
        self.adder.added.connect(self._on_added)
        self._rebuild()

    @property
    def drafts(self) -> tuple[GuardrailDraft, ...]:
        """The guardrails as typed, those not listed as they were."""
        return tuple(row.draft for row in self._rows) + self._drafts[len(self._rows) :]

    @property
    def rows(self) -> tuple[GuardrailRow, ...]:
        """The rows of fields."""
        return tuple(self._rows)

    def load(self, drafts: tuple[GuardrailDraft, ...], *, has_data: bool = True) -> None:
        """Show these guardrails; rows of the same columns stay, with their cursor."""
        same = has_data is self._has_data and [_identity(draft) for draft in drafts] == [
            _identity(d) for d in self._drafts
        ]
        self._drafts = drafts
        self._has_data = has_data
        self.adder.setVisible(not has_data)
        if not same:
            self._rebuild()
        for row, draft in zip(self._rows, drafts, strict=False):
            row.load(draft)

    def show_troubles(self, troubles: dict[FieldKey, str]) -> None:
        """Say below each guardrail why it cannot be used."""
        for row in self._rows:
            row.show_troubles(troubles)

    def _rebuild(self) -> None:
        clear(self._grid)
        for row in self._rows:
            row.deleteLater()
        self._rows = [self._row(draft) for draft in self._drafts[:MOST_GUARDRAILS]]
        self._heads = [plain_label(words, "hint") for words in _HEADS if self._drafts]
        self._place()
        hidden = len(self._drafts) - len(self._rows)
        more = f"And {counted(hidden, 'more metric')}, as the heads of the table say."
        none = _NONE if self._has_data else _UNNAMED
        self._note.set_plain(more if hidden > 0 else "" if self._drafts else none)
        self._note.setVisible(bool(self._note.text()))

    @Slot(str)
    def _on_added(self, name: str) -> None:
        self.load((*self.drafts, name_guardrail(name)), has_data=self._has_data)
        self.edited.emit()
        self.adder.field.setFocus()

    def _is_listed(self, name: str) -> bool:
        return column_key(name) in {column_key(draft.name) for draft in self._drafts}

    def _row(self, draft: GuardrailDraft) -> GuardrailRow:
        row = GuardrailRow(draft, self)
        row.edited.connect(self.edited)
        return row

    def _place(self) -> None:
        """Set names beside their fields, or above them where text is large."""
        for place, head in enumerate(self._heads):
            self._put(head, 0, place)
        for number, row in enumerate(self._rows):
            place = 3 * number + 1
            self._put(row.box, place, 0, len(_HEADS) if self._is_tight else 1)
            for column_number, widget in enumerate(row.fields[1:], start=1):
                self._put(widget, place + self._is_tight, column_number)
            self._put(row.trouble, place + 2, 0, len(_HEADS))
        fields = (widget for row in self._rows for widget in row.fields)
        visit_before(self.adder.field, *fields)

    def _put(self, widget: QWidget, place: int, column_number: int, columns: int = 1) -> None:
        self._grid.removeWidget(widget)
        self._grid.addWidget(widget, place, column_number, 1, columns)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give each name a line of its own where there is little room."""
        super().resizeEvent(event)
        is_tight = self.width() < _ROOMY * self.fontMetrics().averageCharWidth()
        if is_tight is not self._is_tight:
            self._is_tight = is_tight
            self._place()


def _identity(draft: GuardrailDraft) -> tuple[str, bool, MetricKind]:
    return draft.name, draft.is_in_data, draft.kind
