"""What came of it: typed in the unit of the prediction, compared while one types."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt

from experimentos_core.foundation.changes import ChangeUnit
from experimentos_core.foundation.values import Direction
from experimentos_core.history.decisions import Realised
from experimentos_core.history.outcomes import Prediction
from experimentos_gui.results.outcome_form import OutcomeForm

POINTS, AMOUNT = ChangeUnit.POINTS, ChangeUnit.AMOUNT
PREDICTED = Prediction(
    metric="signups",
    direction=Direction.UP,
    variant="b",
    unit=POINTS,
    effect=0.021,
    low=0.004,
    high=0.038,
    confidence=0.95,
)


@pytest.fixture
def form(qtbot, theme) -> OutcomeForm:
    made = OutcomeForm(lambda: datetime(2026, 12, 24, 8, 0, tzinfo=UTC))
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show()
    made.ask(PREDICTED, POINTS, "Ada")
    return made


@pytest.fixture
def saved(form) -> list[Realised]:
    found: list[Realised] = []
    form.realised.connect(found.append)
    return found


def fill(form: OutcomeForm, effect: str, low: str = "", high: str = "") -> None:
    for line, text in ((form.effect, effect), (form.low, low), (form.high, high)):
        line.setText(text)


def save(qtbot, form: OutcomeForm) -> None:
    qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)


def test_points_are_kept_as_a_difference_of_rates(qtbot, form, saved) -> None:
    fill(form, "1.2", "0.3", "2.1")
    form.note.setPlainText(" A holdout. ")
    save(qtbot, form)
    assert saved == [
        Realised(
            at="2026-12-24T08:00:00Z",
            by="Ada",
            effect=0.012,
            low=0.003,
            high=0.021,
            note="A holdout.",
        )
    ]


def test_an_amount_is_kept_as_it_is(qtbot, form, saved) -> None:
    form.ask(None, AMOUNT, "Ada")
    fill(form, "-2.5")
    save(qtbot, form)
    assert (saved[0].effect, saved[0].low, saved[0].high) == (-2.5, None, None)
    assert form.compared == ""


def test_it_is_compared_while_one_types(form) -> None:
    fill(form, "0.3")
    assert form.compared == "The realised effect lies 0.10 pp below the predicted interval."
    fill(form, "1.2", "0.3", "2.1")
    assert form.compared.startswith("The realised effect lies inside the predicted interval.")
    fill(form, "1.2", "0.3")
    assert form.compared == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("",), "The effect is missing"),
        (("1,2",), "as a point: 1.2"),
        (("a lot",), "The effect is no number, from -100 to 100"),
        (("101",), "from -100 to 100"),
        (("1.2", "x", "2"), "The low end is no number"),
        (("1.2", "0.3"), "one end only"),
        (("1.2", "", "2"), "one end only"),
        (("3", "1", "2"), "outside its interval"),
    ],
)
def test_what_cannot_be_is_refused_in_words(qtbot, form, saved, typed, said) -> None:
    fill(form, *typed)
    save(qtbot, form)
    assert said in form.trouble
    assert saved == []
    fill(form, "1")
    assert form.trouble == ""


def test_somebody_found_it(qtbot, form, saved) -> None:
    fill(form, "1.2")
    form.by.clear()
    save(qtbot, form)
    assert form.trouble == "\u2715 Say who found it."
    assert saved == []
