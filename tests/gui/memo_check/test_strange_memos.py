"""Memos put together by hand: whatever table they hold, the window opens it or says why not."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from experimentos_core.foundation.codec import to_json
from experimentos_core.input_record import InputRecord
from experimentos_core.memo.embedded import put_seal
from experimentos_core.memo.escaping import escape_json
from experimentos_core.reading.choices import Choice, ChoiceKey
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.notes import Note, NoteCode
from experimentos_gui.session.memo_opening import opened_of
from tests.gui.conftest import WAIT_MS
from tests.helpers.memo_checks import html_of
from tests.helpers.memos import canonical_report

DATA: InputRecord = canonical_report("game_gate").input
STRANGE = {
    "a name twice": replace(DATA, header=("variant", "users", "users", "x")),
    "no names": replace(DATA, header=("", "", "", "")),
    "no header": replace(DATA, header=()),
    "no rows": replace(DATA, rows=(), row_numbers=()),
    "ragged": replace(DATA, rows=(("a",), ("b", "1", "2", "3", "4", "5"))),
    "too few row numbers": replace(DATA, row_numbers=(2,)),
    "impossible row numbers": replace(DATA, row_numbers=(-5, 10**30)),
    "columns there are not": replace(DATA, roles=ColumnRoles(variant="no", users="")),
    "huge cells": replace(DATA, rows=(("a", "9" * 400, "1", "1"), ("b", "1e999", "nan", "inf"))),
    "one row": replace(DATA, rows=DATA.rows[:1]),
    "hostile names": replace(
        DATA,
        name="../../etc/<i>",
        header=("<b>x</b>", "\u202eusers", "\x00", "d"),
        rows=(("\ud800", "1", "2", "3"), ("b", "1", "2", "3")),
    ),
    "turned far away": replace(DATA, is_turned=True, margin=-(10**20)),
}


@pytest.mark.parametrize("data", STRANGE.values(), ids=STRANGE)
def test_it_is_opened_or_refused_and_never_breaks(
    data, *, qtbot, window, session, tmp_path: Path
) -> None:
    block = escape_json(to_json(replace(canonical_report("game_gate"), input=data), indent=None))
    html = html_of("game_gate")
    html = re.sub(r'(?<=id="experimentos-report">)[^<]*', lambda _: block, html)
    path = tmp_path / "strange.html"
    path.write_bytes(put_seal(html).encode())
    with qtbot.waitSignal(session.memo_checked, timeout=WAIT_MS) as told:
        window.open_file(path)
    (memo,) = told.args
    assert not memo.check.passed
    assert "do not rely on this memo" in window.memo_check.text
    assert window.memo_check.isVisible()
    if memo.shown is not None:
        assert session.report is memo.shown
        window.show_wizard()
        qtbot.waitUntil(lambda: session.checkup is not None, timeout=WAIT_MS)
        window.show_home()


def test_a_locked_plan_that_came_with_a_memo_is_not_amended(
    qtbot, window, session, tmp_path: Path
) -> None:
    path = tmp_path / "memo.html"
    path.write_text(html_of("locked_and_kept"), encoding="utf-8", newline="\n")
    with qtbot.waitSignal(session.memo_checked, timeout=WAIT_MS):
        window.open_file(path)
    with qtbot.waitSignal(session.failed) as told:
        session.plans.amend("A better idea.")
    assert "came with its memo" in told.args[0].message


def test_no_note_leads_back_through_a_file_that_is_not_there() -> None:
    back = Choice(key=ChoiceKey.ROW, subject="3", value="use")
    noted = Note(code=NoteCode.TOTALS_ROW, message="Row 3 is a total.", row=3, undo=back)
    report = canonical_report("game_gate")
    opened = opened_of(replace(report, input=replace(report.input, notes=(noted,))))
    reading = opened.reading.interpretation
    assert [note.undo for note in reading.notes] == [None]
    assert reading.table is not None
    assert reading.table.notes == (noted,)
