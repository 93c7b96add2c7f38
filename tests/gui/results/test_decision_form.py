"""The form of a decision: what is missing is said before anyone is stuck."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from experimentos_core.experiment import Report
from experimentos_core.foundation.values import Verdict
from experimentos_core.taken import DecisionTaken
from experimentos_gui.results.decision_form import DecisionForm
from tests.gui.conftest import HOSTILE
from tests.helpers.experiments import csv_of, report_of

ONE = csv_of(("control", 10000, 1000), ("b", 10000, 1200))
TWO = csv_of(("control", 10000, 1000), ("b", 10000, 1150), ("c", 10000, 1200))
UNCLEAR = csv_of(("control", 10000, 1000), ("b", 10000, 1010), ("c", 10000, 1005))


def now() -> datetime:
    return datetime(2026, 11, 30, 19, 10, tzinfo=UTC)


@pytest.fixture
def form(qtbot, theme) -> DecisionForm:
    made = DecisionForm(now)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


@pytest.fixture
def saved(form) -> list[DecisionTaken]:
    found: list[DecisionTaken] = []
    form.decided.connect(found.append)
    return found


def ask(form: DecisionForm, text: str = ONE, by: str = "Ada") -> Report:
    report = report_of(text)
    form.ask(report, by)
    return report


def save(qtbot, form: DecisionForm) -> None:
    qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)


def test_the_recommended_decision_is_two_clicks(qtbot, form, saved) -> None:
    ask(form)
    save(qtbot, form)
    assert saved == [
        DecisionTaken(
            recommended=Verdict.LAUNCH,
            decision=Verdict.LAUNCH,
            variant="b",
            by="Ada",
            at="2026-11-30T19:10:00Z",
            reason="",
            approvers=(),
            follow_up="",
            note="",
            recommended_variant="b",
        )
    ]
    assert not form.save.isEnabled()


def test_the_need_for_a_reason_is_said_as_soon_as_it_is_there(qtbot, form, saved) -> None:
    ask(form)
    assert form.said == "The memo prints it."
    form.choices[Verdict.HOLD].setChecked(True)
    assert form.said == "! The rules recommend Launch b. A reason is needed; the memo prints it."
    assert form.reason.accessibleName() == "Why not Launch b?"
    assert form.troubles == ()
    save(qtbot, form)
    assert form.troubles == ("\u2715 Say why; without a reason this decision cannot be saved.",)
    assert form.reason.hasFocus()
    assert saved == []
    qtbot.keyClicks(form.reason, "The campaign ends.")
    assert form.troubles == ()
    save(qtbot, form)
    assert saved[0].reason == "The campaign ends."
    assert saved[0].variant is None


def test_everything_that_was_typed_is_recorded(qtbot, form, saved) -> None:
    ask(form)
    form.approvers.line.setText("Kim, Lee")
    form.follow_up.set_day("2026-12-24")
    form.note.setPlainText(" In the growth review. ")
    save(qtbot, form)
    (taken,) = saved
    assert taken.approvers == ("Kim", "Lee")
    assert (taken.follow_up, taken.note) == ("2026-12-24", "In the growth review.")


def test_nobody_and_no_day_are_told_where_they_are(qtbot, form, saved) -> None:
    ask(form, by=" ")
    form.follow_up.set_day("24.12.2026")
    save(qtbot, form)
    assert form.troubles[0] == "\u2715 Say who decided."
    assert "2026-12-24" in form.troubles[1]
    assert form.by.hasFocus()
    assert saved == []


def test_what_the_core_refuses_is_told_and_nothing_is_lost(qtbot, form, saved) -> None:
    ask(form)
    form.note.setPlainText("x" * 2001)
    save(qtbot, form)
    assert "2,001 characters" in form.troubles[0]
    assert len(form.note.toPlainText()) == 2001
    assert saved == []


def test_of_several_treatments_another_one_is_an_override(qtbot, form, saved) -> None:
    ask(form, TWO)
    assert not form.treatment.isHidden()
    assert form.treatment.currentText() == "c"
    form.treatment.setCurrentIndex(form.treatment.findData("b"))
    assert "recommend Launch c" in form.said
    form.reason.setPlainText("Cheaper to run.")
    save(qtbot, form)
    assert (saved[0].variant, saved[0].recommended_variant) == ("b", "c")


def test_a_launch_nobody_recommends_names_its_treatment(qtbot, form, saved) -> None:
    ask(form, UNCLEAR)
    assert form.treatment.isHidden()
    form.choices[Verdict.LAUNCH].setChecked(True)
    form.reason.setPlainText("Strategy.")
    save(qtbot, form)
    assert form.troubles == ("\u2715 Say which treatment is launched.",)
    form.treatment.setCurrentIndex(1)
    save(qtbot, form)
    assert saved[0].variant == "c"


def test_a_failed_save_can_be_tried_again(qtbot, form, saved) -> None:
    ask(form)
    form.note.setPlainText("Kept.")
    save(qtbot, form)
    form.set_saving(is_saving=False)
    save(qtbot, form)
    assert [taken.note for taken in saved] == ["Kept.", "Kept."]


def test_hostile_names_are_plain_text(form) -> None:
    quoted = HOSTILE.replace('"', "'")
    ask(form, csv_of(("control", 10000, 1000), (quoted, 10000, 1200), ("c", 10000, 1010)))
    form.choices[Verdict.HOLD].setChecked(True)
    assert "bold" in form.said
    assert "\u202e" not in form.said + form.treatment.itemText(0)
    labels = form.findChildren(QLabel)
    assert all(label.textFormat() is not Qt.TextFormat.RichText for label in labels)
    assert all(
        "<b>" not in label.text() or label.textFormat() is Qt.TextFormat.PlainText
        for label in labels
    )
