"""The fields of the planned size, as plain questions; tells when something was typed."""

from dataclasses import replace
from enum import StrEnum
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from experimentos_gui.theme import GAP, SPACE
from experimentos_gui.widgets.buttons import plain_button
from experimentos_gui.widgets.flow_layout import FlowLayout
from experimentos_gui.widgets.labels import buddy_label, plain_label
from experimentos_gui.widgets.layouts import column, row
from experimentos_gui.wizard.choice import Choice
from experimentos_gui.wizard.number_field import NumberField
from experimentos_gui.wizard.question import Question, Trouble
from experimentos_gui.wizard.quiet import QuietComboBox
from experimentos_gui.wizard.size_draft import SizeDraft, SizeField

_UNIT_CHARACTERS: Final = 9


class _Kind(StrEnum):
    """What is compared."""

    RATE = "rate"
    MEAN = "mean"


_KINDS: Final = {
    _Kind.RATE: ("A sha&re of users", ""),
    _Kind.MEAN: ("A&n average per user", ""),
}
_NUMBERS: Final = {
    SizeField.BASELINE: ("&Today", "1", 0),
    SizeField.SD: ("S&pread (standard deviation)", "1", 0),
    SizeField.MDE: ("&Smallest change worth finding", "0.1", 0),
    SizeField.POWER: ("Chance t&o find it", "5", 0),
    SizeField.TRAFFIC: ("&Users a day", "100", 0),
    SizeField.SHARE: ("Share of them who ta&ke part", "5", 0),
    SizeField.TREATMENTS: ("Treat&ments beside the control", "1", 0),
}
_PERCENT: Final = (SizeField.POWER, SizeField.SHARE)


class PowerForm(QWidget):
    """Every field of a SizeDraft but the levels of guardrails.

    Signals:
        edited(): The person changed something; `draft` is new.
    """

    edited = Signal()

    def __init__(self) -> None:
        """Make an empty form."""
        super().__init__()
        self._draft = SizeDraft()
        self._kind: Choice[_Kind] = Choice("What decides:", _KINDS)
        self.fields = {
            which: NumberField(words.replace("&", ""), step, decimals)
            for which, (words, step, decimals) in _NUMBERS.items()
        }
        self._captions = {
            which: buddy_label(_NUMBERS[which][0], field) for which, field in self.fields.items()
        }
        self._units = {which: plain_label("", "body") for which in self.fields}
        self._troubles = {which: Trouble() for which in self.fields}
        self.scale = QuietComboBox()
        self.scale.setMinimumContentsLength(_UNIT_CHARACTERS)
        self.scale.setAccessibleName("What the smallest change is measured in")
        self.from_data = plain_button("Take from the &data")
        self.from_file = plain_button("Take from a f&ile\u2026")
        self.source = plain_label("", "hint")
        self._arms = plain_label("", "body")
        self._rows = {which: self._row(which) for which in self.fields}
        layout = self._arrange()
        self.setLayout(layout)
        self._connect()

    @property
    def draft(self) -> SizeDraft:
        """The size as typed."""
        return self._draft

    def load(self, draft: SizeDraft, *, arms: str, may_choose_kind: bool, has_data: bool) -> None:
        """Show these values; nothing is told.

        Args:
            draft: What to show.
            arms: How many arms there are, in words, where the split says so; else empty.
            may_choose_kind: Whether it is open if a rate or a mean decides.
            has_data: Whether there is data to take today's value from.
        """
        self._draft = draft
        for which, field in self.fields.items():
            field.set_text(getattr(draft, which.value))
        self._kind.set_value(_Kind.MEAN if draft.is_mean else _Kind.RATE)
        self._kind.setVisible(may_choose_kind)
        self._offer_scales(draft)
        self._rows[SizeField.SD].setVisible(draft.is_mean)
        self._rows[SizeField.TREATMENTS].setVisible(not arms)
        self._arms.set_plain(arms)
        self._arms.setVisible(bool(arms))
        self.from_data.setVisible(has_data)
        unit = "" if draft.is_mean else "%"
        self._units[SizeField.BASELINE].set_plain(unit)
        self._rename(SizeField.BASELINE, "mean" if draft.is_mean else "rate, in percent")

    def show_troubles(self, troubles: dict[SizeField, str]) -> None:
        """Say below each field why it cannot be used."""
        for which, field in self.fields.items():
            sentence = troubles.get(which, "")
            self._troubles[which].say(sentence)
            field.set_trouble(sentence)

    def _row(self, which: SizeField) -> QWidget:
        beside = self.scale if which is SizeField.MDE else self._units[which]
        if which in _PERCENT:
            self._units[which].set_plain("%")
        line = row(self.fields[which], beside, spacing=SPACE)
        line.addStretch(1)
        layout = column(self._captions[which], spacing=SPACE // 2)
        layout.addLayout(line)
        layout.addWidget(self._troubles[which])
        holder = QWidget()
        holder.setLayout(layout)
        return holder

    def _arrange(self) -> QVBoxLayout:
        today = column(self._kind, self._rows[SizeField.BASELINE], self._rows[SizeField.SD])
        buttons = FlowLayout(self.from_data, self.from_file)
        today.addLayout(buttons)
        today.addWidget(self.source)
        self.source.hide()
        change = column(self._rows[SizeField.MDE], self._rows[SizeField.POWER], spacing=GAP)
        users = column(
            self._rows[SizeField.TRAFFIC],
            self._rows[SizeField.SHARE],
            self._rows[SizeField.TREATMENTS],
            self._arms,
            spacing=GAP,
        )
        layout = column(spacing=0)
        for question in (
            Question(
                "Where does it stand?",
                "What the metric that decides is without the change.",
                today,
            ),
            Question(
                "What is worth finding?",
                "A smaller change than this would not matter to you. Smaller ones take more users.",
                change,
            ),
            Question("Who takes part?", "Without users a day, no days are told.", users),
        ):
            layout.addWidget(question)
        layout.setAlignment(Qt.AlignmentFlag.AlignTop)
        return layout

    def _offer_scales(self, draft: SizeDraft) -> None:
        offered = [scale.value for scale in draft.scales]
        if [self.scale.itemText(i) for i in range(self.scale.count())] != offered:
            self.scale.clear()
            self.scale.addItems(offered)
        self.scale.setCurrentIndex(draft.scales.index(draft.scale))

    def _rename(self, which: SizeField, what: str) -> None:
        name = f"{_NUMBERS[which][0].replace('&', '')}: {what}"
        self.fields[which].set_name(name)

    def _connect(self) -> None:
        for field in self.fields.values():
            field.edited.connect(self._on_edited)
        self.scale.activated.connect(self._on_edited)
        self._kind.chosen.connect(self._on_kind)

    @Slot()
    def _on_kind(self) -> None:
        self._draft = self._draft.of_kind(is_mean=self._kind.value is _Kind.MEAN)
        self.edited.emit()

    @Slot()
    def _on_edited(self) -> None:
        texts = {which: field.text() for which, field in self.fields.items()}
        typed = replace(
            self._draft,
            baseline=texts[SizeField.BASELINE],
            sd=texts[SizeField.SD],
            mde=texts[SizeField.MDE],
            scale=self._draft.scales[max(self.scale.currentIndex(), 0)],
            power=texts[SizeField.POWER],
            traffic=texts[SizeField.TRAFFIC],
            share=texts[SizeField.SHARE],
            treatments=texts[SizeField.TREATMENTS],
        )
        self._draft = typed.undecided()
        self.edited.emit()
