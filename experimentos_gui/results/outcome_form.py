"""The form in which is recorded what came of a change, beside what was predicted of it."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from experimentos_core.foundation.changes import ChangeUnit
from experimentos_core.foundation.moments import Clock, utc_now, utc_text
from experimentos_gui.results.form_foot import FormFoot
from experimentos_gui.results.form_parts import field, text_field
from experimentos_gui.theme import GAP, SPACE
from experimentos_gui.widgets.buttons import plain_button, primary_button
from experimentos_gui.widgets.flow_layout import FlowLayout
from experimentos_gui.widgets.labels import buddy_label, plain_label, selectable
from experimentos_gui.widgets.layouts import column

if TYPE_CHECKING:
    from experimentos_core.history.decisions import Realised
    from experimentos_core.history.outcomes import Prediction

_NOTE_LINES: Final = 2
_SAVE: Final = "&Save what came of it"
_SAVING: Final = "Saving\u2026"
_LONGEST_NOTE: Final = 2000
_EXPLANATION: Final = (
    "What a later measurement says: a holdout, a repeated test, a comparison with the time before. "
    "A change against the control, {unit}; leave the interval out if none is known."
)
_UNKNOWN: Final = (
    "The report predicts no single effect to hold it against; what came of it is kept all the same."
)


class OutcomeForm(QWidget):
    """Asks for the realised effect in the unit of the prediction, and compares while one types.

    Signals:
        realised(object): A Realised that lacks nothing.
        cancelled(): The person thought better of it.
        stuck(object): Something is missing; carries the QWidget to go to.
    """

    realised = Signal(object)
    cancelled = Signal()
    stuck = Signal(object)

    def __init__(self, now: Clock = utc_now, parent: QWidget | None = None) -> None:
        """Make a form for no decision yet; `now` is the clock."""
        super().__init__(parent)
        self._now = now
        self._unit = ChangeUnit.POINTS
        self._prediction: Prediction | None = None
        self._predicted = selectable(plain_label("", "body"))
        self.effect, self.low, self.high = (QLineEdit() for _ in range(3))
        self.by = QLineEdit()
        self.by.setPlaceholderText("Your name")
        self.note: QPlainTextEdit = text_field(_NOTE_LINES)
        self.note.setPlaceholderText("How it was found")
        self._compared = selectable(plain_label("", "body"))
        self._explanation = plain_label("", "hint")
        self.save = primary_button(_SAVE)
        self.cancel = plain_button("&Cancel")
        self.foot = FormFoot(self.save, self.cancel)
        numbers = QWidget()
        numbers.setLayout(
            FlowLayout(
                field(buddy_label("Realised &effect", self.effect), self.effect),
                field(buddy_label("Interval &from", self.low), self.low),
                field(buddy_label("Interval &to", self.high), self.high),
                field(buddy_label("Found &by", self.by), self.by),
                gap=GAP,
            )
        )
        layout = column(
            plain_label("What came of it?", "strong"),
            self._explanation,
            self._predicted,
            numbers,
            self._compared,
            field(buddy_label("&Note", self.note), self.note),
            self.foot,
            spacing=SPACE,
        )
        self.setLayout(layout)
        for line in (self.effect, self.low, self.high, self.by):
            line.textChanged.connect(self._on_typed)
        self.save.clicked.connect(self._on_save)
        self.cancel.clicked.connect(self.cancelled)

    def ask(self, prediction: "Prediction | None", unit: ChangeUnit, by: str) -> None:
        """Ask what came of a change; `unit` is that of the metric, predicted or not."""
        from experimentos_core.history.outcomes import predicted_words  # noqa: PLC0415 - on first use

        self._prediction, self._unit = prediction, unit
        in_points = unit is ChangeUnit.POINTS
        unit_words = "in percentage points" if in_points else "in the unit of the metric"
        self._explanation.set_plain(_EXPLANATION.format(unit=unit_words))
        self.effect.setAccessibleName(f"Realised effect, {unit_words}")
        said = f"Predicted: {predicted_words(prediction)}." if prediction is not None else _UNKNOWN
        self._predicted.set_plain(said)
        for line in (self.effect, self.low, self.high):
            line.clear()
        self.note.clear()
        self.by.setText(by)
        self.set_saving(is_saving=False)

    def set_saving(self, *, is_saving: bool) -> None:
        """Wait until it is kept, or let the person try again; nothing typed is lost."""
        self.save.setEnabled(not is_saving)
        self.save.setText(_SAVING if is_saving else _SAVE)

    @property
    def trouble(self) -> str:
        """What the form says is wrong; empty for nothing."""
        return self.foot.trouble

    @property
    def compared(self) -> str:
        """What the form says of predicted and realised so far."""
        return self._compared.accessibleName()

    @Slot()
    def _on_typed(self) -> None:
        from experimentos_core.history.outcomes import comparison_words  # noqa: PLC0415 - as above

        self.foot.tell("")
        realised = self._typed()
        is_said = realised is not None and self._prediction is not None
        words = ""
        if realised is not None and self._prediction is not None:
            words = comparison_words(self._prediction, realised)
        self._compared.set_plain(words)
        self._compared.setVisible(is_said)

    @Slot()
    def _on_save(self) -> None:
        sentence, line = self._fault()
        self.foot.tell(sentence)
        if line is not None:
            line.setFocus()
            self.stuck.emit(line)
        realised = self._typed()
        if not sentence and realised is not None:
            self.set_saving(is_saving=True)
            self.realised.emit(realised)

    def _fault(self) -> tuple[str, QWidget | None]:
        """Return what is wrong first, and where."""
        for line, what in ((self.effect, "effect"), (self.low, "low end"), (self.high, "high end")):
            text = line.text().strip()
            if self._read(line) is None and (text or line is self.effect):
                return self._number_fault(what, text), line
        if (not self.low.text().strip()) != (not self.high.text().strip()):
            line = self.high if self.low.text().strip() else self.low
            return "The interval has one end only. Give both ends, or none.", line
        if self._typed() is None:
            return "The effect lies outside its interval. Check the three numbers.", self.effect
        if not self.by.text().strip():
            return "Say who found it.", self.by
        if len(self.note.toPlainText()) > _LONGEST_NOTE:
            return f"Say the note in at most {_LONGEST_NOTE:,} characters.", self.note
        return "", None

    def _number_fault(self, what: str, text: str) -> str:
        if not text:
            return f"The {what} is missing; write it as a number, for instance 1.2."
        if "," in text:
            return f"Write the decimal point of the {what} as a point: 1.2, not 1,2."
        limits = ", from -100 to 100" if self._unit is ChangeUnit.POINTS else ""
        return f"The {what} is no number{limits}; write it as 1.2."

    def _read(self, line: QLineEdit) -> float | None:
        from experimentos_core.history.outcomes import effect_typed  # noqa: PLC0415 - as above

        return effect_typed(line.text(), self._unit)

    def _typed(self) -> "Realised | None":
        """Return what is typed so far, where the numbers can be."""
        from experimentos_core.history.decisions import Realised  # noqa: PLC0415 - as above

        effect, low, high = self._read(self.effect), self._read(self.low), self._read(self.high)
        has_ends = bool(self.low.text().strip() or self.high.text().strip())
        if effect is None or (has_ends and (low is None or high is None)):
            return None
        if low is not None and high is not None and not low <= effect <= high:
            return None
        return Realised(
            at=utc_text(self._now()),
            by=self.by.text().strip(),
            effect=effect,
            low=low,
            high=high,
            note=self.note.toPlainText().strip(),
        )
