"""The card below the verdict: what the result may be called, and what was not kept."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from experimentos_core.charter import Charter, GuardrailPlan, SizePlan
from experimentos_core.charter.chain import lock
from experimentos_core.experiment import Report, run_experiment
from experimentos_gui.results.promise_card import PromiseCard
from tests.gui.conftest import HOSTILE
from tests.helpers.experiments import two_arms

TABLE = two_arms((10_000, 10_000), (1000, 1100), errors=(20, 21))
PLAN = Charter(guardrails=(GuardrailPlan(name="errors"),), size=SizePlan(start="2026-03-05"))


def report(used: Charter = PLAN, locked: Charter = PLAN) -> Report:
    chain = lock(locked, lambda: datetime(2026, 3, 1, 9, 30, tzinfo=UTC))
    return run_experiment(TABLE, used, chain=chain)


@pytest.fixture
def card(qtbot, theme) -> PromiseCard:
    made = PromiseCard()
    qtbot.addWidget(made)
    made.resize(900, 300)
    return made


def test_without_a_lock_nothing_is_said(card) -> None:
    card.set_report(run_experiment(TABLE, PLAN))
    assert card.text == ""


def test_a_kept_promise_is_confirmatory(card) -> None:
    made = report()
    card.set_report(made)
    seal = f"seal {made.promise.sha256[:12]}\u2026"
    assert card.text.splitlines() == [
        "\u2713 Confirmatory",
        "The plan was locked on 2026-03-01, before the first data.",
        f"Version 1, locked 2026-03-01 09:30 UTC \u00b7 {seal} \u00b7 nothing deviates from it",
    ]


def test_every_deviation_is_told_promised_and_happened(card) -> None:
    card.set_report(report(replace(PLAN, alpha=0.01)))
    lines = card.text.splitlines()
    assert lines[0] == "! Exploratory"
    assert lines[-3:] == ["Significance level", "0.05", "0.01"]
    assert "nothing deviates" not in card.text


def test_many_deviations_are_one_click_away(qtbot, card) -> None:
    names = [f"guardrail {number}" for number in range(9)]
    plans = tuple(GuardrailPlan(name=name) for name in names)
    card.set_report(report(locked=replace(PLAN, guardrails=plans)))
    assert card._more.text() == "Show 4 more deviations"
    qtbot.mouseClick(card._more, Qt.MouseButton.LeftButton)
    assert all(name in card.text for name in names)


def test_a_later_report_without_a_lock_hides_it_again(card) -> None:
    card.set_report(report())
    card.set_report(run_experiment(TABLE, PLAN))
    assert card.isHidden()


def test_a_hostile_name_is_plain_text(card) -> None:
    card.set_report(report(locked=replace(PLAN, control=HOSTILE)))
    labels = card.findChildren(QLabel)
    assert "bold" in card.text
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)
    assert "\u202e" not in card.text
