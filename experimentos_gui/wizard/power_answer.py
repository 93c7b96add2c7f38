"""The answer of the power page: how large, how long, what is found by when."""

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

from experimentos_gui.models.record_table import Column, RecordTableModel
from experimentos_gui.theme import GAP, SPACE, Tone
from experimentos_gui.widgets.buttons import link_button
from experimentos_gui.widgets.labels import plain_label, plain_tooltip, selectable
from experimentos_gui.widgets.layouts import Card, column, row
from experimentos_gui.widgets.record_view import RecordView
from experimentos_gui.wizard.power_curve import CurveView

if TYPE_CHECKING:
    from experimentos_gui.wizard.power_jobs import PowerJobs
    from experimentos_gui.wizard.power_work import Sizing, WeekRow

_UNKNOWN: Final = "Not known yet"
_EMPTY: Final = "Say where the metric stands and what is worth finding: the size follows."
_NO_CHANGE: Final = "Say the smallest change worth finding: the size follows."
_WORKING: Final = "Working it out\u2026"
_WEEKS: Final = "What can be found after each week"


def _columns() -> "tuple[Column[WeekRow], ...]":
    return (
        Column(title="Week", text=lambda one: one.week, is_number=True),
        Column(title="Users by then", text=lambda one: one.users, is_number=True),
        Column(title="Smallest change found", text=lambda one: one.mde, is_number=True),
        Column(title="Of today", text=lambda one: one.relative, is_number=True),
        Column(title="", text=lambda _: ""),
    )


class PowerAnswer(QWidget):
    """Shows a Sizing; says what is lacking while there is none.

    `details` holds the table and the curve; they stand below the fields, so that these stay where
    they are while one types.
    """

    def __init__(self, jobs: "PowerJobs") -> None:
        """Make an answer that asks for the fields; `jobs` draws its curve."""
        super().__init__()
        self.headline = selectable(plain_label("", "answer"))
        self._detail = selectable(plain_label("", "body"))
        self._at_hand = selectable(plain_label("", "body"))
        self._card = Card(column(self.headline, self._detail, self._at_hand, spacing=SPACE))
        self._model: RecordTableModel[WeekRow] = RecordTableModel(_columns(), plain_tooltip, self)
        self._weeks = RecordView(_WEEKS, stretch=4)
        self._weeks.setModel(self._model)
        self.copy_weeks = link_button("Copy table")
        self.copy_weeks.setAccessibleName(f"Copy table: {_WEEKS}")
        self._weeks_head = QWidget()
        head = row(plain_label(_WEEKS, "strong"), self.copy_weeks, spacing=GAP)
        head.setStretch(0, 1)
        self._weeks_head.setLayout(head)
        self.curve = CurveView(jobs)
        self.details = QWidget()
        self.details.setLayout(column(self._weeks_head, self._weeks, self.curve, spacing=GAP))
        self.setLayout(column(self._card))
        self.copy_weeks.clicked.connect(self._weeks.copy_all)
        self.say_what_is_lacking(_EMPTY)

    @property
    def text(self) -> str:
        """What the card says."""
        labels = (self.headline, self._detail, self._at_hand)
        return "\n".join(label.accessibleName() for label in labels if label.accessibleName())

    @property
    def weeks(self) -> "tuple[WeekRow, ...]":
        """The rows of the table."""
        return self._model.records

    def say_what_is_lacking(self, sentence: str = "") -> None:
        """Show no answer, and why; without a sentence, what to type for one."""
        self._show(_UNKNOWN, sentence or _EMPTY, "", None)
        self._show_weeks(())
        self.curve.show_curve(None)

    def say_working(self) -> None:
        """Tell that the answer on screen is being replaced; it stays till then."""
        if self.headline.accessibleName() == _UNKNOWN:
            self._show(_UNKNOWN, _WORKING, "", None)

    def show_sizing(self, sizing: "Sizing") -> None:
        """Show an answer, or why there is none."""
        if sizing.trouble:
            self._show(_UNKNOWN, f"\u2715 {sizing.trouble}", "", Tone.BAD)
        else:
            headline = sizing.headline or _UNKNOWN
            self._show(headline, sizing.detail or _NO_CHANGE, sizing.at_hand, None)
        self._show_weeks(sizing.weeks)
        self.curve.show_curve(sizing.curve)

    def _show(self, headline: str, detail: str, at_hand: str, tone: Tone | None) -> None:
        self.headline.set_plain(headline)
        self._detail.set_plain(detail)
        self._detail.set_tone(tone)
        self._at_hand.set_plain(at_hand)
        self.headline.set_tone(Tone.NEUTRAL if headline == _UNKNOWN else None)
        self._at_hand.setVisible(bool(at_hand))

    def _show_weeks(self, weeks: "tuple[WeekRow, ...]") -> None:
        self._model.set_records(weeks)
        self._weeks.setVisible(bool(weeks))
        self._weeks_head.setVisible(bool(weeks))
