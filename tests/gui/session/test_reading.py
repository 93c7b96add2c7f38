"""How the session reads: choices, undo, giving up, pasting, and what it remembers."""

import threading
import time

import pytest

from experimentos_core.charter import Charter
from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.choices import Choice, ChoiceKey
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.formats.limits import ReadingCancelled
from experimentos_core.samples import all_samples
from experimentos_gui.session import ExperimentSession, work
from experimentos_gui.settings import Settings

TOTALS = ("variant,users,conversions", "control,1000,100", "b,1010,120", "Total,2010,220")
OPEN = ("variant;users;conversions", "control;10.234;512", "b;10.190;561")
TWO_COUNTS = ("variant,users,conversions,orders", "control,1000,100,150", "b,1000,120,160")
PASTED = "variant\tusers\tconversions\ncontrol\t1000\t100\nb\t1010\t120\n"
USE_TOTAL = Choice(key=ChoiceKey.ROW, subject="4", value="use")
THOUSANDS = Choice(key=ChoiceKey.DECIMAL, subject="users", value="comma")
FRACTIONS = Choice(key=ChoiceKey.DECIMAL, subject="users", value="point")
WAIT_MS = 20_000


def settle(qtbot, session: ExperimentSession) -> None:
    qtbot.waitUntil(lambda: session.interpretation is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not session.is_busy, timeout=WAIT_MS)


@pytest.fixture
def opened(qtbot, session, write_csv):
    def run(lines, name: str = "data.csv") -> ExperimentSession:
        before = session.interpretation
        session.open_file(write_csv(*lines, name=name))
        qtbot.waitUntil(lambda: session.interpretation is not before, timeout=WAIT_MS)
        settle(qtbot, session)
        return session

    return run


def rows(session: ExperimentSession) -> list[str]:
    return [cells[0] for cells in session.table.rows]


def test_a_choice_reads_the_same_file_otherwise_and_checks_again(qtbot, opened) -> None:
    session = opened(TOTALS)
    assert rows(session) == ["control", "b"]
    with qtbot.assertNotEmitted(session.table_changed), qtbot.waitSignal(session.reading_changed):
        session.choose(USE_TOTAL)
        assert session.checkup is None
    settle(qtbot, session)
    assert rows(session) == ["control", "b", "Total"]
    assert session.checkup is not None


def test_a_choice_is_taken_back_and_back_to_the_first(qtbot, opened) -> None:
    session = opened(TOTALS)
    session.choose(USE_TOTAL)
    settle(qtbot, session)
    session.choose(Choice(key=ChoiceKey.ROW, subject="3", value="skip"))
    settle(qtbot, session)
    assert rows(session) == ["control", "Total"]
    for expected in (["control", "b", "Total"], ["control", "b"]):
        assert session.can_undo
        session.undo()
        settle(qtbot, session)
        assert rows(session) == expected
    assert not session.can_undo
    session.undo()
    assert not session.is_busy


def test_a_column_becomes_a_choice_and_is_taken_back(qtbot, opened) -> None:
    session = opened(TWO_COUNTS)
    charter = Charter(name="mine", guardrails=())
    session.pick(ColumnRoles(conversions="orders"), charter)
    assert session.roles.conversions == "orders"
    settle(qtbot, session)
    assert session.choices.options == ("conversions=orders",)
    assert session.interpretation.roles.conversions == "orders"
    session.undo()
    settle(qtbot, session)
    assert session.roles.conversions == "conversions"
    assert (session.charter.guardrails, session.charter.name) == (None, "mine")


def test_undo_keeps_what_was_typed_after_the_step(qtbot, opened) -> None:
    session = opened(TWO_COUNTS)
    session.pick(session.roles, Charter(control="b"))
    session.set_charter(Charter(control="b", name="typed", split={"control": 60, "b": 40}))
    session.undo()
    assert session.charter == Charter(name="typed", split={"control": 60, "b": 40})


def test_a_choice_that_cannot_be_read_changes_nothing(qtbot, opened) -> None:
    session = opened(TOTALS)
    session.choose(USE_TOTAL)
    settle(qtbot, session)
    before = (session.interpretation, session.choices, session.charter)
    with qtbot.waitSignal(session.failed, timeout=WAIT_MS) as told:
        session.choose(Choice(key=ChoiceKey.HEADER, value="99"))
    assert isinstance(told.args[0], ReadingError)
    settle(qtbot, session)
    assert (session.interpretation, session.choices, session.charter) == before
    assert session.checkup is not None
    session.undo()
    settle(qtbot, session)
    assert rows(session) == ["control", "b"]


def test_nothing_is_analysed_while_a_question_is_open(qtbot, opened) -> None:
    session = opened(OPEN)
    assert session.interpretation.questions
    assert not session.is_ready
    assert session.checkup is not None, "the supposed reading is checked for the preview"
    session.analyse()
    assert not session.is_analysing
    session.choose(THOUSANDS)
    session.analyse()
    assert not session.is_analysing, "not while it is being read either"
    settle(qtbot, session)
    assert session.is_ready
    session.analyse()
    qtbot.waitUntil(lambda: session.report is not None, timeout=WAIT_MS)
    assert session.report.input.choices == ("decimal:users=comma",)


def test_a_sample_with_an_open_question_is_not_analysed_at_once(qtbot, session, write_csv) -> None:
    session.open_file(write_csv(*OPEN), analyse=True)
    settle(qtbot, session)
    assert session.report is None


def test_the_newest_choice_wins(qtbot, opened, monkeypatch) -> None:
    session = opened(OPEN)
    gate, interpret = threading.Event(), work.interpret

    def slow(content, choices, checkpoint):
        if choices.options == ("decimal:users=point",):
            gate.wait(10)
        return interpret(content, choices, checkpoint)

    monkeypatch.setattr(work, "interpret", slow)
    session.choose(FRACTIONS)
    session.choose(THOUSANDS)
    settle(qtbot, session)
    gate.set()
    qtbot.wait(50)
    assert session.table.rows[0][1] == "10234"


def test_giving_up_a_file_keeps_the_one_before(qtbot, session, write_csv, monkeypatch) -> None:
    session.open_file(write_csv(*TOTALS))
    settle(qtbot, session)
    before = (session.interpretation, session.checkup)
    ended = _make_endless(monkeypatch)
    names: list[str] = []
    session.reading_under_way.connect(names.append)
    session.open_file(write_csv(*OPEN, name="big.csv"))
    assert session.is_reading
    qtbot.waitUntil(lambda: ended == ["begun"], timeout=WAIT_MS)
    session.cancel_reading()
    assert not session.is_busy
    qtbot.waitUntil(lambda: ended == ["cancelled"], timeout=WAIT_MS)
    assert (session.interpretation, session.checkup) == before
    assert names == ["big.csv", ""]


def _make_endless(monkeypatch) -> list[str]:
    ended: list[str] = []

    def read(*args):
        ended.append("begun")
        try:
            for _ in range(2000):
                args[-1]()
                time.sleep(0.005)
        except ReadingCancelled:
            ended[ended.index("begun")] = "cancelled"
            raise

    monkeypatch.setattr(work, "read_file", read)
    monkeypatch.setattr(work, "interpret", read)
    return ended


def test_giving_up_a_choice_returns_to_what_was_read(qtbot, opened, monkeypatch) -> None:
    session = opened(TOTALS)
    session.choose(USE_TOTAL)
    settle(qtbot, session)
    reading, choices = session.interpretation, session.choices
    ended = _make_endless(monkeypatch)
    session.undo()
    session.pick(ColumnRoles(users="conversions"), Charter(name="meanwhile"))
    qtbot.waitUntil(lambda: "begun" in ended, timeout=WAIT_MS)
    session.cancel_reading()
    qtbot.waitUntil(lambda: "begun" not in ended, timeout=WAIT_MS)
    settle(qtbot, session)
    assert (session.interpretation, session.choices) == (reading, choices)
    assert (session.roles, session.charter) == (ColumnRoles(), Charter())
    assert session.checkup is not None
    monkeypatch.undo()
    session.undo()
    settle(qtbot, session)
    assert rows(session) == ["control", "b"]


def test_a_superseded_reading_ends_too(qtbot, session, write_csv, monkeypatch) -> None:
    ended = _make_endless(monkeypatch)
    session.open_file(write_csv(*TOTALS))
    qtbot.waitUntil(lambda: ended == ["begun"], timeout=WAIT_MS)
    session.open_file(write_csv(*TOTALS))
    qtbot.waitUntil(lambda: ended == ["cancelled", "begun"], timeout=WAIT_MS)
    session.shutdown()
    assert ended == ["cancelled", "cancelled"]


def test_a_copied_table_is_opened(qtbot, session) -> None:
    session.open_clipboard(PASTED)
    settle(qtbot, session)
    assert rows(session) == ["control", "b"]
    assert (session.source_path, session.source_name) == (None, "Clipboard")
    assert session.checkup is not None


NO_TABLES = (
    "",
    "   ",
    "just words",
    "one\nword\na\nline",
    "Hi Anna, thanks for the mail.\nWe ran it for 2 weeks, it had 10,234 users.\nBest, Bob\n",
    "Dear all,\n\nplease find, attached, the numbers\nuntil Friday, 12\nRegards, X",
    "variant,users,conversions\n",
    "variant,users\ncontrol,many\nnew,few\n",
)


@pytest.mark.parametrize("text", NO_TABLES)
def test_copied_words_are_no_table(qtbot, opened, text) -> None:
    session = opened(TOTALS)
    before = session.interpretation
    with qtbot.waitSignal(session.failed, timeout=WAIT_MS) as told:
        session.open_clipboard(text)
    assert isinstance(told.args[0], ReadingError)
    assert session.interpretation is before


@pytest.mark.parametrize(
    "text",
    [
        "variant,users,conversions\ncontrol,1000,100\nb,1010,120\n",
        "name\theadcount\toutcome\nred\t10.234\t512\nblue\t10.190\t561\n",
        "metric\tcontrol\tb\nusers\t100\t110\nconversions\t10\t12\n",
        "Gruppe;Nutzer;Conversions\ncontrol;1.000;n/a\nb;abc;12\n",
    ],
    ids=["plain", "nameless", "turned", "broken"],
)
def test_a_copied_table_of_any_kind_is_one(qtbot, session, text) -> None:
    with qtbot.assertNotEmitted(session.failed):
        session.open_clipboard(text)
        settle(qtbot, session)


def test_opening_another_file_is_taken_back_with_everything(qtbot, opened) -> None:
    session = opened(TOTALS)
    session.choose(USE_TOTAL)
    settle(qtbot, session)
    session.set_charter(Charter(name="mine"))
    path = session.source_path
    session.open_clipboard(PASTED)
    qtbot.waitUntil(lambda: session.source_name == "Clipboard", timeout=WAIT_MS)
    assert session.can_undo
    with qtbot.waitSignal(session.table_changed):
        session.undo()
    settle(qtbot, session)
    assert rows(session) == ["control", "b", "Total"]
    assert (session.source_path, session.charter.name) == (path, "mine")
    assert session.checkup is not None
    session.undo()
    settle(qtbot, session)
    assert rows(session) == ["control", "b"]
    assert not session.can_undo, "the way back does not lead forward again"


def test_a_new_experiment_is_taken_back_too(qtbot, opened) -> None:
    session = opened(TOTALS)
    session.start_new()
    assert session.interpretation is None
    session.undo()
    assert rows(session) == ["control", "b"]


def test_going_back_to_a_report_keeps_what_was_left(qtbot, opened) -> None:
    session = opened(TOTALS)
    session.go_back()
    assert rows(session) == ["control", "b"], "there is nothing to go back to"
    session.analyse()
    qtbot.waitUntil(lambda: session.report is not None, timeout=WAIT_MS)
    report = session.report
    session.open_clipboard(PASTED)
    qtbot.waitUntil(lambda: session.source_name == "Clipboard", timeout=WAIT_MS)
    session.set_charter(Charter(name="typed"))
    session.go_back()
    assert session.report is report
    session.undo()
    assert (session.source_name, session.charter.name) == ("Clipboard", "typed")


def test_opening_while_a_choice_is_read_comes_back_as_it_stood(qtbot, opened, monkeypatch) -> None:
    session = opened(TOTALS)
    ended = _make_endless(monkeypatch)
    session.choose(USE_TOTAL)
    qtbot.waitUntil(lambda: "begun" in ended, timeout=WAIT_MS)
    monkeypatch.undo()
    session.open_clipboard(PASTED)
    qtbot.waitUntil(lambda: session.source_name == "Clipboard", timeout=WAIT_MS)
    session.undo()
    assert (rows(session), session.choices.options) == (["control", "b"], ())
    assert not session.can_undo


def test_the_last_report_comes_back_with_its_reading(qtbot, opened) -> None:
    session = opened(TOTALS)
    session.analyse()
    qtbot.waitUntil(lambda: session.report is not None, timeout=WAIT_MS)
    report, reading = session.report, session.interpretation
    session.choose(USE_TOTAL)
    settle(qtbot, session)
    session.restore()
    assert (session.report, session.interpretation) == (report, reading)
    assert session.choices.options == ()


def test_a_header_is_read_as_last_time(qtbot, session, tmp_path, write_csv) -> None:
    settings = Settings(tmp_path / "config")
    session.use_memory(settings)
    session.open_file(write_csv(*TWO_COUNTS, name="march.csv"))
    settle(qtbot, session)
    assert session.remembered == ()
    session.pick(ColumnRoles(conversions="orders"), session.charter)
    settle(qtbot, session)
    session.choose(Choice(key=ChoiceKey.ROW, subject="3", value="use"))
    settle(qtbot, session)
    assert settings.readings == {}, "kept when the analysis is asked for"
    session.analyse()
    assert list(settings.readings.values()) == [("conversions=orders",)], "rows are not kept"

    april = ("Variant,USERS,conversions,orders", "control,2000,100,150", "c,2000,120,160")
    session.open_file(write_csv(*april, name="april.csv"))
    qtbot.waitUntil(lambda: session.source_name == "april.csv", timeout=WAIT_MS)
    settle(qtbot, session)
    assert [choice.option for choice in session.remembered] == ["conversions=orders"]
    assert session.roles.conversions == "orders"
    session.start_over()
    settle(qtbot, session)
    assert session.roles.conversions == "conversions"
    assert session.remembered == ()
    session.analyse()
    assert settings.readings == {}, "what was given up is forgotten"


@pytest.mark.parametrize(
    "options",
    [
        ("conversions=gone",),
        ("sheet=Nowhere",),
        ("nonsense",),
        ("segment:orders=only XX",),
        ("row:2=skip",),
        ("header=2",),
    ],
)
def test_what_no_longer_fits_is_dropped(qtbot, session, tmp_path, write_csv, options) -> None:
    settings = Settings(tmp_path / "config")
    key = work.header_key(("variant", "users", "conversions", "orders"))
    settings.remember_reading(key, (*options, "conversions=orders"))
    session.use_memory(settings)
    with qtbot.assertNotEmitted(session.failed):
        session.open_file(write_csv(*TWO_COUNTS))
        settle(qtbot, session)
    assert session.roles.conversions == "orders"
    assert rows(session) == ["control", "b"]


def test_a_remembered_header_does_not_reveal_its_names() -> None:
    key = work.header_key(("variant", "Secret metric"))
    assert key == work.header_key(("VARIANT", "secret metric"))
    assert key != work.header_key(("variant", "other metric"))
    assert "secret" not in key


def test_a_file_given_up_leaves_the_check_of_the_one_before_going(
    qtbot, opened, write_csv, monkeypatch
) -> None:
    session = opened(TOTALS)
    ended = _make_endless(monkeypatch)
    session.open_file(write_csv(*OPEN, name="big.csv"))
    qtbot.waitUntil(lambda: ended == ["begun"], timeout=WAIT_MS)
    session.set_charter(Charter(name="typed meanwhile"))
    qtbot.waitUntil(lambda: session.checkup is not None, timeout=WAIT_MS)
    assert session.is_reading
    session.cancel_reading()
    assert session.checkup is not None
    assert session.charter.name == "typed meanwhile"


def test_the_same_choice_again_is_no_step(qtbot, opened) -> None:
    session = opened(TOTALS)
    session.choose(USE_TOTAL)
    settle(qtbot, session)
    session.choose(USE_TOTAL)
    assert not session.is_reading
    session.undo()
    settle(qtbot, session)
    assert not session.can_undo


def test_a_sample_neither_uses_nor_changes_what_is_remembered(qtbot, session, tmp_path) -> None:
    sample = all_samples()[0]
    settings = Settings(tmp_path / "config")
    session.open_file(sample.path)
    settle(qtbot, session)
    key = work.header_key(session.interpretation.raw.header)
    settings.remember_reading(key, ("sheet=x",))
    session.use_memory(settings)
    session.open_file(sample.path)
    settle(qtbot, session)
    session.analyse()
    assert settings.readings == {key: ("sheet=x",)}
