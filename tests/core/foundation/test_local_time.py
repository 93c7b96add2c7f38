"""Moments in words: local, short where that is clear, and never ahead of now."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experimentos_core.foundation.local_time import full_moment, moment_words

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 3, 20, 0, tzinfo=UTC)  # 21:00 in Berlin


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        ("2026-03-03T13:02:00Z", "14:02 today"),
        ("2026-03-02T23:30:00Z", "00:30 today"),
        ("2026-03-02T22:30:00Z", "23:30 yesterday"),
        ("2026-03-01T22:59:00Z", "1 March"),
        ("2025-12-31T22:59:59Z", "31 December 2025"),
        ("2025-12-31T23:00:00Z", "1 January"),
    ],
)
def test_what_was_done_is_told_in_the_time_of_the_machine(kept, words):
    assert moment_words(kept, NOW, BERLIN) == words


@pytest.mark.parametrize(
    ("kept", "words"),
    [("2027-03-03T20:00:00Z", "3 March 2027"), ("2026-03-03T20:00:01Z", "3 March")],
)
def test_with_the_clock_set_back_the_date_alone_is_told(kept, words):
    assert moment_words(kept, NOW, BERLIN) == words


def test_the_hour_that_comes_twice_is_told_apart():
    assert full_moment("2026-10-25T00:30:00Z", BERLIN) == "25 October 2026, 02:30:00 (UTC+02:00)"
    assert full_moment("2026-10-25T01:30:00Z", BERLIN) == "25 October 2026, 02:30:00 (UTC+01:00)"


@given(st.text(max_size=30) | st.datetimes().map(lambda moment: f"{moment.isoformat()}Z"))
def test_whatever_is_kept_there_are_words_for_it(text):
    assert len(moment_words(text, NOW, BERLIN)) <= 400
    assert "\n" not in full_moment(text, BERLIN)
