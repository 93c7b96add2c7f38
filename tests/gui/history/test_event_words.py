"""What happened in plain words; an entry that lacks something is told all the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experimentos_core.history.records import Event, EventKind
from experimentos_gui.history.event_words import event_words


def said(kind: EventKind, **detail: str) -> tuple[str, str]:
    return event_words(Event(at="2026-03-01T09:30:00Z", kind=kind, detail=detail))


@pytest.mark.parametrize(
    ("kind", "detail", "words"),
    [
        (EventKind.BEGUN, {}, ("Begun", "")),
        (
            EventKind.ANALYSED,
            {"number": "2", "look": "1", "verdict": "Hold", "file_name": "a.csv"},
            ("Report 2 made, look 1: \u25a0 Hold", "a.csv"),
        ),
        (EventKind.LOCKED, {"version": "1"}, ("Plan locked", "")),
        (
            EventKind.AMENDED,
            {"version": "2", "reason": "More users."},
            ("Plan amended, version 2", "More users."),
        ),
        (EventKind.NOTED, {"note": "Ask\nGrace"}, ("Note written", "Ask Grace")),
        (EventKind.NOTED, {"note": ""}, ("Note removed", "")),
        (EventKind.TAGGED, {"tags": '["a", "b"]'}, ("Tags: a, b", "")),
        (EventKind.TAGGED, {"tags": "[]"}, ("Tags removed", "")),
        (EventKind.TAGGED, {"tags": "0"}, ("Tagged", "")),
        (EventKind.TRASHED, {}, ("Moved to the trash", "")),
        (EventKind.RESTORED, {}, ("Brought back from the trash", "")),
        (EventKind.IMPORTED, {}, ("Taken in from a file, as a copy", "")),
    ],
)
def test_each_kind_has_its_words(kind, detail, words):
    assert said(kind, **detail) == words


@given(
    st.sampled_from(list(EventKind)),
    st.dictionaries(
        st.sampled_from(["number", "look", "verdict", "reason", "taken", "tags", "note"]),
        st.text(max_size=20),
    ),
)
def test_an_entry_that_lacks_something_is_told_by_its_kind(kind, detail):
    what, _ = said(kind, **detail)
    assert what
