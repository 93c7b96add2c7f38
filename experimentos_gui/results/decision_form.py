"""The form in which a decision is recorded: what, by whom, why, and when to look again."""

from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from experimentos_core.foundation.errors import TakenError
from experimentos_core.foundation.moments import Clock, utc_now
from experimentos_core.foundation.values import Verdict
from experimentos_gui.messages import with_symbol
from experimentos_gui.results.decision_words import treatments_of, verdict_words
from experimentos_gui.results.form_foot import FormFoot
from experimentos_gui.results.form_parts import field, tell, text_field, trouble_label
from experimentos_gui.theme import GAP, SPACE, Tone
from experimentos_gui.widgets.buttons import plain_button, primary_button
from experimentos_gui.widgets.day_field import DayField
from experimentos_gui.widgets.fitting import SideBySide
from experimentos_gui.widgets.flow_layout import FlowLayout
from experimentos_gui.widgets.labels import PlainLabel, buddy_label, plain_label, visible
from experimentos_gui.widgets.layouts import column
from experimentos_gui.widgets.names_field import NamesField

if TYPE_CHECKING:
    from experimentos_core.experiment import Report
    from experimentos_core.taken import DecisionTaken

_REASON_LINES: Final = 3
_NOTE_LINES: Final = 2
_HALF_WIDTH: Final = 36 * SPACE
_SAVE: Final = "&Save the decision"
_SAVING: Final = "Saving\u2026"


class DecisionForm(QWidget):
    """Asks for a decision; says what is missing before anyone is stuck.

    Signals:
        decided(object): A DecisionTaken that lacks nothing.
        cancelled(): The person thought better of it.
        stuck(object): Something is missing; carries the QWidget to go to.
    """

    decided = Signal(object)
    cancelled = Signal()
    stuck = Signal(object)

    def __init__(self, now: Clock = utc_now, parent: QWidget | None = None) -> None:
        """Make a form for no report yet; `now` is the clock."""
        super().__init__(parent)
        self._now = now
        self._report: Report | None = None
        self._make_fields()
        self.setLayout(self._lay_out())
        self._group.idToggled.connect(self._on_choice)
        self.treatment.currentIndexChanged.connect(self._on_choice)
        self.reason.textChanged.connect(self._on_typed)
        self.by.textChanged.connect(self._on_typed)
        self.save.clicked.connect(self._on_save)
        self.cancel.clicked.connect(self.cancelled)

    def ask(self, report: "Report", by: str) -> None:
        """Ask about this report, the recommended decision being chosen to begin with."""
        self._report = report
        self.treatment.clear()
        for name in treatments_of(report):
            self.treatment.addItem(visible(name).replace("\n", " "), name)
        self.treatment.setCurrentIndex(-1)
        if report.decision.variant is not None:
            self.treatment.setCurrentIndex(self.treatment.findData(report.decision.variant))
        self.choices[report.decision.decision].setChecked(True)
        self.by.setText(by)
        self.approvers.set_names(())
        self.approvers.line.clear()
        self.reason.clear()
        self.note.clear()
        self.follow_up.set_day("")
        self.set_saving(is_saving=False)
        self._on_choice()

    def set_saving(self, *, is_saving: bool) -> None:
        """Wait until the decision is kept, or let the person try again; nothing typed is lost."""
        self.save.setEnabled(not is_saving)
        self.save.setText(_SAVING if is_saving else _SAVE)

    @property
    def troubles(self) -> tuple[str, ...]:
        """What the form says is missing or wrong."""
        labels = (
            self._treatment_trouble,
            self._reason_trouble,
            self._by_trouble,
            self._day_trouble,
        )
        said = [label.accessibleName() for label in labels if not label.isHidden()]
        return tuple(words for words in (*said, self.foot.trouble) if words)

    @property
    def said(self) -> str:
        """What the form says of a reason."""
        return self._why.accessibleName()

    def _make_fields(self) -> None:
        self._group = QButtonGroup(self)
        self.choices = {verdict: QRadioButton(with_symbol(verdict)) for verdict in Verdict}
        for place, (verdict, button) in enumerate(self.choices.items()):
            button.setAccessibleName(f"Decided: {verdict.value}")
            self._group.addButton(button, place)
        self.treatment = QComboBox()
        self.treatment.setAccessibleName("Which treatment is launched")
        self.treatment.setPlaceholderText("Choose the treatment")
        self.treatment.setMinimumContentsLength(12)
        self.by = QLineEdit()
        self.by.setPlaceholderText("Your name")
        self.approvers = NamesField("Names, with commas between them")
        self.reason = text_field(_REASON_LINES)
        self.note = text_field(_NOTE_LINES)
        self.follow_up = DayField(self._today)
        self.save = primary_button(_SAVE)
        self.cancel = plain_button("&Cancel")
        self.foot = FormFoot(self.save, self.cancel)

    def _lay_out(self) -> QVBoxLayout:
        choices = QWidget()
        launch, *others = self.choices.values()
        choices.setLayout(FlowLayout(launch, self.treatment, *others, gap=GAP))
        self._treatment_trouble = trouble_label()
        self._why_label = buddy_label("", self.reason)
        self._why = plain_label("", "hint")
        self._reason_trouble, self._by_trouble, self._day_trouble = (
            trouble_label(),
            trouble_label(),
            trouble_label(),
        )
        people = SideBySide(
            _half(buddy_label("Decided &by", self.by), self.by, self._by_trouble),
            _half(buddy_label("&Approved by", self.approvers.line), self.approvers),
            shares=(1, 1),
        )
        day = buddy_label("Follow &up on", self.follow_up.line)
        layout = column(spacing=GAP)
        layout.addLayout(column(choices, self._treatment_trouble, spacing=SPACE // 2))
        layout.addWidget(field(self._why_label, self.reason, self._why, self._reason_trouble))
        layout.addWidget(people)
        layout.addWidget(field(day, self.follow_up, self._day_trouble))
        layout.addWidget(field(buddy_label("&Note", self.note), self.note))
        layout.addWidget(self.foot)
        return layout

    def _today(self) -> date:
        return self._now().astimezone().date()

    @property
    def _decision(self) -> Verdict:
        return list(Verdict)[max(self._group.checkedId(), 0)]

    @property
    def _variant(self) -> str | None:
        if self._decision is not Verdict.LAUNCH:
            return None
        found = self.treatment.currentData()
        if found is None and self.treatment.count() == 1:
            found = self.treatment.itemData(0)
        return found if isinstance(found, str) else None

    @property
    def _is_override(self) -> bool:
        if self._report is None:
            return False
        recommended = self._report.decision
        differs = self._variant is not None and self._variant != recommended.variant
        return self._decision is not recommended.decision or differs

    @property
    def _lacks_treatment(self) -> bool:
        is_launch = self._decision is Verdict.LAUNCH
        return is_launch and self._variant is None and self.treatment.count() > 1

    @Slot()
    def _on_choice(self) -> None:
        """Say whether a reason is needed as soon as that is known."""
        if self._report is None:
            return
        is_launch = self._decision is Verdict.LAUNCH
        self.treatment.setVisible(is_launch and self.treatment.count() > 1)
        tell(self._treatment_trouble, "")
        recommended = self._report.decision
        words = verdict_words(recommended.decision, recommended.variant)
        needed = self._is_override
        label = f"&Why not {visible(words)}?" if needed else "&Why? (may be left out)"
        self._why_label.setText(label.replace("&", "&&").replace("&&", "&", 1))
        self._why_label.setAccessibleName(label.replace("&", "", 1))
        self.reason.setAccessibleName(label.replace("&", "", 1))
        said = f"! The rules recommend {words}. A reason is needed; the memo prints it."
        self._why.set_plain(said if needed else "The memo prints it.")
        self._why.set_tone(Tone.CAUTION if needed else None)
        self._on_typed()

    @Slot()
    def _on_typed(self) -> None:
        """Take back what was said of a field that is no longer wrong."""
        if self.reason.toPlainText().strip() or not self._is_override:
            tell(self._reason_trouble, "")
        if self.by.text().strip():
            tell(self._by_trouble, "")
        tell(self._day_trouble, "")
        self.foot.tell("")

    @Slot()
    def _on_save(self) -> None:
        if self._report is None or self._has_trouble():
            return
        from experimentos_core.taken import decide  # noqa: PLC0415 - the panel opens without it

        recommended = self._report.decision
        try:
            taken: DecisionTaken = decide(
                recommended.decision,
                self._decision,
                self._now,
                by=self.by.text(),
                variant=self._variant,
                recommended_variant=recommended.variant,
                reason=self.reason.toPlainText(),
                approvers=self.approvers.names,
                follow_up=self.follow_up.day,
                note=self.note.toPlainText(),
            )
        except TakenError as error:
            self.foot.tell(f"{error.message} {error.hint}")
            return
        self.set_saving(is_saving=True)
        self.decided.emit(taken)

    def _has_trouble(self) -> bool:
        """Say what is missing, beside the field; the keyboard goes to the first of them."""
        lacks_reason = self._is_override and not self.reason.toPlainText().strip()
        checks: tuple[tuple[bool, PlainLabel, str, QWidget], ...] = (
            (
                self._lacks_treatment,
                self._treatment_trouble,
                "Say which treatment is launched.",
                self.treatment,
            ),
            (
                lacks_reason,
                self._reason_trouble,
                "Say why; without a reason this decision cannot be saved.",
                self.reason,
            ),
            (not self.by.text().strip(), self._by_trouble, "Say who decided.", self.by),
            (
                bool(self.follow_up.trouble),
                self._day_trouble,
                f"The day to follow up is none. {self.follow_up.trouble}",
                self.follow_up.line,
            ),
        )
        wrong = [check for check in checks if check[0]]
        for _, label, sentence, _field_of in wrong:
            tell(label, sentence)
        if wrong:
            wrong[0][3].setFocus()
            self.stuck.emit(wrong[0][3])
        return bool(wrong)


def _half(*parts: QWidget) -> QWidget:
    whole = field(*parts)
    whole.setMinimumWidth(_HALF_WIDTH)
    return whole
