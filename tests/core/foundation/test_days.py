"""Days in words: the same under every locale, and never another day than meant."""

import locale
import time
from datetime import date

import pytest

from experimentos_core.foundation.days import (
    after_months,
    after_weeks,
    day_words,
    distance_words,
    local_day_words,
    local_words,
    read_day,
    utc_words,
    weekday_words,
)

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize("text", ["24.12.2026", "20261224", "2026-2-1", "2026-02-30", "", "x"])
def test_only_one_way_to_write_a_day_is_read(text: str) -> None:
    assert read_day(text) is None


def test_a_day_is_read_and_said() -> None:
    day = read_day(" 2026-12-24 ")
    assert day == date(2026, 12, 24)
    assert weekday_words(day) == "Thursday, 24 December 2026"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 30), "today"),
        (date(2026, 12, 1), "in 1 day"),
        (date(2026, 12, 14), "in 14 days"),
        (date(2026, 11, 29), "1 day ago"),
        (date(2023, 11, 30), "1,096 days ago"),
    ],
)
def test_how_far_a_day_is(day: date, words: str) -> None:
    assert distance_words(day, TODAY) == words


def test_weeks_and_months_later() -> None:
    assert after_weeks(TODAY, 2) == date(2026, 12, 14)
    assert after_months(TODAY, 3) == date(2027, 2, 28)
    assert after_months(date(2027, 11, 30), 3) == date(2028, 2, 29)
    assert after_months(date(2026, 1, 31), 12) == date(2027, 1, 31)


def test_a_moment_is_told_by_the_clock_on_the_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    try:
        assert local_words("2026-11-30T19:10:05Z") == "1 December 2026 00:40"
        assert local_day_words("2026-11-30T19:10:05Z") == "1 December 2026"
    finally:
        monkeypatch.undo()
        time.tzset()
    assert utc_words("2026-11-30T19:10:05Z") == "2026-11-30 19:10:05 UTC"
    assert {say("whenever") for say in (local_words, local_day_words, utc_words)} == {"whenever"}


def test_no_locale_changes_the_words() -> None:
    before = locale.setlocale(locale.LC_TIME)
    try:
        locale.setlocale(locale.LC_TIME, "")
        assert day_words(date(2026, 5, 1)) == "1 May 2026"
    finally:
        locale.setlocale(locale.LC_TIME, before)
