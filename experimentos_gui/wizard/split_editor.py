"""The planned split: one share per variant, on any scale, said as percentages."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from experimentos_core.foundation import formatting
from experimentos_core.reading.columns.labels import label_key
from experimentos_gui.messages import counted
from experimentos_gui.theme import GAP, SPACE
from experimentos_gui.widgets.buttons import link_button
from experimentos_gui.widgets.labels import (
    PlainLabel,
    plain_label,
    plain_tooltip,
    shortened,
)
from experimentos_gui.widgets.layouts import clear, column
from experimentos_gui.widgets.tab_order import visit_before
from experimentos_gui.wizard.draft import ShareDraft, equal_shares
from experimentos_gui.wizard.name_adder import NameAdder
from experimentos_gui.wizard.number_field import NumberField
from experimentos_gui.wizard.numbers import parse_number
from experimentos_gui.wizard.preview_model import one_line
from experimentos_gui.wizard.question import Trouble
from experimentos_gui.wizard.troubles import FieldKey, FieldKind

MOST_VARIANTS: Final = 40
_LONGEST_NAME: Final = 80


class SplitEditor(QWidget):
    """Shows shares as typed and what they come to; names variants as long as no data does.

    Signals:
        edited(): The person typed a share, asked for equal ones, or named or removed a variant.
    """

    edited = Signal()

    def __init__(self) -> None:
        """Make an editor without variants."""
        super().__init__()
        self._shares: tuple[ShareDraft, ...] = ()
        self._is_stated = False
        self._has_data = True
        self._fields: list[NumberField] = []
        self._percents: list[PlainLabel] = []
        self._troubles: list[Trouble] = []
        self._removers: list[QWidget] = []
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(SPACE)
        self._grid.setColumnStretch(3, 1)
        self._note = plain_label("", "hint")
        self._trouble = Trouble()
        self._equal = link_button("Make the shares &equal")
        layout = column(self._note, spacing=SPACE)
        layout.addLayout(self._grid)
        layout.addWidget(self._trouble)
        layout.addWidget(self._equal, 0, Qt.AlignmentFlag.AlignLeft)
        self.adder = NameAdder("variant", "As the data will call it", self._is_listed)
        layout.addWidget(self.adder)
        self.setLayout(layout)
        self._equal.clicked.connect(self._on_equal)
        self.adder.added.connect(self._on_added)

    @property
    def shares(self) -> tuple[ShareDraft, ...]:
        """The shares as typed."""
        return self._shares

    @property
    def is_stated(self) -> bool:
        """Whether shares were planned; otherwise they are equal by default."""
        return self._is_stated

    @property
    def fields(self) -> tuple[NumberField, ...]:
        """The fields, one per variant."""
        return tuple(self._fields)

    def load(
        self, shares: tuple[ShareDraft, ...], *, is_stated: bool, has_data: bool = True
    ) -> None:
        """Show these shares; fields of the same variants stay, with their cursor."""
        same = has_data is self._has_data and [(s.variant, s.is_in_data) for s in shares] == [
            (s.variant, s.is_in_data) for s in self._shares
        ]
        self._has_data = has_data
        self.adder.setVisible(not has_data)
        self._shares = shares
        self._is_stated = is_stated
        if not same:
            self._rebuild()
        for field, share in zip(self._fields, shares, strict=False):
            field.set_text(share.text)
        self._show_percents()

    def show_troubles(self, troubles: dict[FieldKey, str]) -> None:
        """Say beside each share why it cannot be used."""
        for field, label, share in zip(self._fields, self._troubles, self._shares, strict=False):
            sentence = troubles.get((FieldKind.SHARE, share.variant), "")
            label.say(sentence)
            field.set_trouble(sentence)
        self._trouble.say(troubles.get((FieldKind.SPLIT, ""), ""))

    def _rebuild(self) -> None:
        clear(self._grid)
        self._fields, self._percents, self._troubles, self._removers = [], [], [], []
        too_many = len(self._shares) > MOST_VARIANTS
        self._equal.setVisible(bool(self._shares) and not too_many)
        note = _note(len(self._shares), too_many=too_many, stated=self._is_stated)
        self._note.set_plain(note if self._has_data or self._shares else _UNNAMED)
        self._note.setVisible(bool(self._note.text()))
        if not too_many:
            for number, share in enumerate(self._shares):
                self._add_row(number, share)
        self._order()

    def _add_row(self, number: int, share: ShareDraft) -> None:
        shown = shortened(one_line(share.variant), _LONGEST_NAME)
        absent = "" if share.is_in_data else " (not in the data)"
        name = plain_label(f"{shown}{absent}", "body")
        name.setToolTip(plain_tooltip(shortened(share.variant, 600)))
        name.setMaximumWidth(24 * SPACE)
        field = NumberField(f"Planned share of {shown}", "1", 0)
        field.edited.connect(lambda text: self._on_typed(number, text))
        percent = plain_label("", "hint")
        percent.setWordWrap(False)
        percent.setMinimumWidth(8 * SPACE)
        trouble = Trouble()
        for place, widget in enumerate((name, field, percent, trouble)):
            self._grid.addWidget(widget, number, place)
        if not self._has_data:
            remove = link_button("Remove")
            remove.setAccessibleName(f"Remove variant {shown}")
            remove.clicked.connect(lambda: self._on_removed(number))
            self._grid.addWidget(remove, number, 4)
            self._removers.append(remove)
        self._fields.append(field)
        self._percents.append(percent)
        self._troubles.append(trouble)

    def _order(self) -> None:
        """Visit every row from left to right, before what stands below them."""
        of_rows: list[QWidget] = []
        for number, field in enumerate(self._fields):
            of_rows += [field, *self._removers[number : number + 1]]
        visit_before(self._equal, *of_rows)

    def _on_typed(self, number: int, text: str) -> None:
        shares = list(self._shares)
        shares[number] = replace(shares[number], text=text)
        self._shares = tuple(shares)
        self._is_stated = True
        self._show_percents()
        self.edited.emit()

    @Slot()
    def _on_equal(self) -> None:
        names = tuple(share.variant for share in self._shares if share.is_in_data)
        self._take(equal_shares(names), is_stated=not self._has_data)

    @Slot(str)
    def _on_added(self, name: str) -> None:
        """Take another variant; shares that were equal stay so."""
        shares = (*self._shares, ShareDraft(variant=name, text=""))
        names = tuple(share.variant for share in shares)
        if self._shares in ((), equal_shares(names[:-1])):
            shares = equal_shares(names)
        self._take(shares, is_stated=True)
        self.adder.field.setFocus()

    def _on_removed(self, number: int) -> None:
        names = tuple(share.variant for share in self._shares)
        rest = self._shares[:number] + self._shares[number + 1 :]
        if self._shares == equal_shares(names):
            rest = equal_shares(tuple(share.variant for share in rest))
        self._take(rest, is_stated=bool(rest))
        self.adder.field.setFocus()

    def _is_listed(self, name: str) -> bool:
        return label_key(name) in {label_key(share.variant) for share in self._shares}

    def _take(self, shares: tuple[ShareDraft, ...], *, is_stated: bool) -> None:
        self.load(shares, is_stated=is_stated, has_data=self._has_data)
        self.edited.emit()

    def _show_percents(self) -> None:
        values = [parse_number(share.text) for share in self._shares]
        known = [value for value in values if value is not None and value >= 0]
        total = sum(known)
        complete = len(known) == len(values) and total > 0
        for label, value in zip(self._percents, values, strict=False):
            share = float(value / total) if complete and value is not None else None
            label.set_plain(f"= {formatting.percent(share)}" if share is not None else "")


_UNNAMED: Final = "Name the variants and their shares, or leave this open: then they are equal."


def _note(count: int, *, too_many: bool, stated: bool) -> str:
    if count == 0:
        return "The variants are known once the data is."
    if not too_many:
        return ""
    how = "The shares of the plan are kept" if stated else "Equal shares are planned"
    return f"{how} for all {counted(count, 'variant')}; there are too many to list."
