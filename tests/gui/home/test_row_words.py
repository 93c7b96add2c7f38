"""A row of the list in words: verdict, what was decided in fact, when, and nothing hidden."""

from datetime import UTC, datetime

import pytest

from experimentos_core.foundation.values import Verdict
from experimentos_gui.home.row_words import (
    NAMELESS,
    accessible_text,
    below_chip,
    chip_of,
    line_of,
    name_of,
    tooltip_text,
    when_of,
)
from experimentos_gui.theme import Tone
from tests.gui.conftest import HOSTILE
from tests.helpers.experiment_rows import row_of

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("verdict", "versions", "chip"),
    [
        (Verdict.LAUNCH, 0, ("\u25b2 Launch", Tone.GOOD)),
        (Verdict.HOLD, 2, ("\u25a0 Hold", Tone.CAUTION)),
        (Verdict.ROLLBACK, 0, ("\u25bc Rollback", Tone.BAD)),
        (None, 1, ("\u25cf Plan", Tone.NEUTRAL)),
        (None, 0, ("\u25cc Draft", Tone.NEUTRAL)),
    ],
)
def test_the_chip_says_the_verdict_or_where_the_work_stands(theme, verdict, versions, chip):
    assert chip_of(row_of(verdict=verdict, versions=versions)) == chip


@pytest.mark.parametrize(
    ("verdict", "taken", "words"),
    [
        (Verdict.HOLD, Verdict.LAUNCH, "was launched"),
        (Verdict.LAUNCH, Verdict.HOLD, "was held"),
        (Verdict.LAUNCH, Verdict.ROLLBACK, "was rolled back"),
        (Verdict.HOLD, Verdict.HOLD, "\u2713 decided so"),
        (Verdict.HOLD, None, ""),
        (None, Verdict.HOLD, ""),
    ],
)
def test_what_was_decided_against_the_recommendation_is_said(verdict, taken, words):
    assert below_chip(row_of(verdict=verdict, taken=taken))[0] == words


def test_without_a_report_the_line_says_where_the_work_stands():
    assert line_of(row_of(verdict=None, line="")) == "Not analysed yet"
    assert "no data yet" in line_of(row_of(verdict=None, line="", versions=1))


def test_without_a_name_it_is_said():
    assert name_of(row_of(name=" \n ")) == NAMELESS


def test_a_due_follow_up_takes_the_place_of_the_date(monkeypatch):
    assert when_of(row_of(follow_up="2026-03-03"), NOW) == "Follow-up due"
    assert when_of(row_of(follow_up="2026-03-05"), NOW) == "1 March"
    assert when_of(row_of(follow_up="2026-03-03", is_trashed=True), NOW) == "1 March"


def test_a_screen_reader_hears_the_whole_row():
    row = row_of(verdict=Verdict.HOLD, taken=Verdict.LAUNCH, tags=("a", "b"), versions=2)
    assert accessible_text(row, NOW) == (
        "Hold, was launched. Button. +1.20 pp conversions. Owner Ada. 1 March. "
        "Plan locked, 2 versions. Tags a, b"
    )


def test_the_tooltip_says_exact_times_and_the_note():
    text = tooltip_text(row_of(note="Ask Grace.", follow_up="2026-12-24", looks=3))
    assert "Changed 1 March 2026, " in text
    assert "Looked at 3 times" in text
    assert "again on 24 December 2026" in text
    assert text.endswith("Note: Ask Grace.")


def test_what_hides_in_a_name_is_not_passed_on():
    row = row_of(name=HOSTILE, owner=HOSTILE, line=HOSTILE, tags=(HOSTILE,))
    assert "\u202e" not in accessible_text(row, NOW)
    assert "\u202e" not in name_of(row)
