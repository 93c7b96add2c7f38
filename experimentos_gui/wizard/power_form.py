"""The fields of the planned size, as plain questions; tells when something was typed."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from experimentos_core.foundation.values import MetricKind
from experimentos_gui.theme import GAP, SPACE
from experimentos_gui.widgets.buttons import plain_button
from experimentos_gui.widgets.flow_layout import FlowLayout
from experimentos_gui.widgets.labels import buddy_label, plain_label
from experimentos_gui.widgets.layouts import column, row
from experimentos_gui.wizard.choice import Choice
from experimentos_gui.wizard.day_field import DayField
from experimentos_gui.wizard.number_field import NumberField
from experimentos_gui.wizard.question import Question, Trouble
from experimentos_gui.wizard.quiet import QuietComboBox
from experimentos_gui.wizard.size_draft import SizeDraft, SizeField

_UNIT_CHARACTERS: Final = 16

_KINDS: Final = {
    MetricKind.RATE: ("A sha&re of users", ""),
    MetricKind.MEAN: ("A&n average per user", ""),
}
_NUMBERS: Final = {
    SizeField.BASELINE: ("&Today", "1", 0),
    SizeField.SD: ("S&pread (standard deviation)", "1", 0),
    SizeField.MDE: ("&Smallest change worth finding", "0.1", 0),
    SizeField.POWER: ("Chance t&o find it", "5", 0),
    SizeField.TRAFFIC: ("&Users a day", "100", 0),
    SizeField.SHARE: ("Share of them who ta&ke part", "5", 0),
    SizeField.TREATMENTS: ("Treat&ments beside the control", "1", 0),
    SizeField.AT_HAND: ("Users you can ha&ve in the control", "100", 0),
}
_PERCENT: Final = (SizeField.POWER, SizeField.SHARE)
_DAYS: Final = {SizeField.START: "First day", SizeField.END: "Last day"}


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
        self._kind: Choice[MetricKind] = Choice("What decides:", _KINDS)
        self.fields = {
            which: NumberField(words.replace("&", ""), step, decimals)
            for which, (words, step, decimals) in _NUMBERS.items()
        }
        self._captions = {
            which: buddy_label(_NUMBERS[which][0], field) for which, field in self.fields.items()
        }
        self.days = {which: DayField(words) for which, words in _DAYS.items()}
        self._captions |= {
            which: buddy_label(_DAYS[which], day) for which, day in self.days.items()
        }
        self._units = {which: plain_label("", "body") for which in self.fields}
        self._troubles = {which: Trouble() for which in (*self.fields, *self.days)}
        self.scale = QuietComboBox()
        self.scale.setMinimumContentsLength(_UNIT_CHARACTERS)
        self.scale.setAccessibleName("What the smallest change is measured in")
        self.from_data = plain_button("Take from the &data")
        self.from_file = plain_button("Take from a f&ile\u2026")
        self.source = plain_label("", "hint")
        self._arms = plain_label("", "body")
        self._rows = {which: self._row(which) for which in (*self.fields, *self.days)}
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
        for which, day in self.days.items():
            if day.text() != getattr(draft, which.value):
                day.setText(getattr(draft, which.value))
        self._kind.set_value(MetricKind.MEAN if draft.is_mean else MetricKind.RATE)
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
        for which, day in self.days.items():
            self._troubles[which].say(troubles.get(which, ""))
            day.setAccessibleDescription(troubles.get(which, ""))

    def _row(self, which: SizeField) -> QWidget:
        if which in self.days:
            return self._stacked(which, self.days[which])
        beside = self.scale if which is SizeField.MDE else self._units[which]
        if which in _PERCENT:
            self._units[which].set_plain("%")
        return self._stacked(which, self.fields[which], beside)

    def _stacked(self, which: SizeField, *fields: QWidget) -> QWidget:
        """A caption, its fields beside each other, and what is wrong with them."""
        line = row(*fields, spacing=SPACE)
        line.addStretch(1)
        layout = column(self._captions[which], spacing=SPACE // 2)
        layout.addLayout(line)
        layout.addWidget(self._troubles[which])
        layout.addStretch(1)
        self._captions[which].setWordWrap(False)
        holder = QWidget()
        holder.setLayout(layout)
        return holder

    def _beside(self, *which: SizeField) -> FlowLayout:
        rows = (self._rows[one] for one in which)
        return FlowLayout(*rows, gap=2 * GAP, line_gap=SPACE, on_top=True)

    def _arrange(self) -> QVBoxLayout:
        today = column(self._kind)
        today.addLayout(self._beside(SizeField.BASELINE, SizeField.SD))
        today.addLayout(FlowLayout(self.from_data, self.from_file))
        today.addWidget(self.source)
        self.source.hide()
        change, users, days, have = (column(spacing=SPACE) for _ in range(4))
        change.addLayout(self._beside(SizeField.MDE, SizeField.POWER))
        users.addLayout(self._beside(SizeField.TRAFFIC, SizeField.SHARE, SizeField.TREATMENTS))
        users.addWidget(self._arms)
        days.addLayout(self._beside(SizeField.START, SizeField.END))
        have.addLayout(self._beside(SizeField.AT_HAND))
        layout = column(spacing=0)
        for question in (
            Question(
                "Where does it stand?",
                "What the metric that decides is without the change.",
                today,
            ),
            Question(
                "What is worth finding?",
                "A smaller change would not matter to you. Smaller ones take more users.",
                change,
            ),
            Question("Who takes part?", "Without users a day, no days are told.", users),
            Question(
                "When does it run?",
                "The first day says later whether the plan came before the data.",
                days,
            ),
            Question(
                "What if it gets smaller?",
                "The users you can have: what would they find, and what would the rule do?",
                have,
            ),
        ):
            layout.addWidget(question)
        layout.addStretch(1)
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
        for day in self.days.values():
            day.textEdited.connect(self._on_edited)
        self.scale.activated.connect(self._on_edited)
        self._kind.chosen.connect(self._on_kind)

    @Slot()
    def _on_kind(self) -> None:
        self._draft = self._draft.of_kind(is_mean=self._kind.value is MetricKind.MEAN)
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
            at_hand=texts[SizeField.AT_HAND],
            start=self.days[SizeField.START].text(),
            end=self.days[SizeField.END].text(),
        )
        self._draft = typed if typed.asks_the_same(self._draft) else typed.undecided()
        self.edited.emit()
