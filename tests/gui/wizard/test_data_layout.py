"""Nothing that matters is cut, hidden behind notes, or out of reach on the data page."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QScrollArea, QWidget

from experimentos_core.foundation.values import Severity
from experimentos_core.reading.choices import Choices
from experimentos_core.reading.formats.opening import clipboard_content
from experimentos_core.reading.interpret import interpret_content
from experimentos_core.reading.notes import Note, NoteCode
from experimentos_gui.theme import Theme, tabular
from experimentos_gui.wizard.assignments import Part, choosable_parts, shaping_parts
from experimentos_gui.wizard.note_words import in_order, remembered_in_words, undo_in_words
from experimentos_gui.wizard.preview_delegate import SIDE, parted
from experimentos_gui.wizard.preview_model import VALUE_ROLE
from experimentos_gui.wizard.shown_rows import ShownRows
from tests.gui.wizard.driver import BLOCKED, TIDY, WizardDriver

GERMAN = (
    "Versuch;;;;\nVariante;Besucher;Bestellungen;Umsatz;Seite\n"
    "Kontrolle;10.234;512;25.600,50;/start\nB;10.190;561;28.050,75;/start\n"
    "Gesamt;20.424;1.073;53.651,25;\n"
)
# One of its figures is no count, which is found only after the rows are shown.
SPOILT = GERMAN.replace(";512;", ";51.234,5;")
DAYS = "day,variant,users,conversions\n" + "".join(
    f"2026-03-{day:02},{variant},1000,{50 + day % 3}\n"
    for day in range(1, 15)
    for variant in ("control", "b")
)


def shown_whole(driver: WizardDriver, row: int, column: int) -> bool:
    """Whether a cell has room for its text and what was read, beside the sign of a fault."""
    preview = driver.panel.preview
    index = preview.model().index(row, column)
    metrics = QFontMetrics(tabular(preview.font()))
    value = index.data(VALUE_ROLE)
    wanted = (index.data(), f"= {value}" if value else "")
    sign = metrics.horizontalAdvance("\u2715")
    return parted(metrics, *wanted, preview.columnWidth(column) - 2 * SIDE - sign) == wanted


@pytest.mark.parametrize("zoom", [100, 150])
@pytest.mark.parametrize("text", [GERMAN, SPOILT], ids=["german", "spoilt"])
def test_what_stood_in_the_file_is_never_cut(
    driver: WizardDriver, theme: Theme, zoom: int, text: str
) -> None:
    theme.set_zoom(zoom)
    driver.open(text)
    QApplication.processEvents()
    places = [(row, column) for row in range(3) for column in range(4)]
    assert [place for place in places if not shown_whole(driver, *place)] == []


def test_what_was_read_gives_way_before_what_stood_there(qapp: QApplication) -> None:
    metrics = QFontMetrics(qapp.font())
    text, value = "1.234.567", "= 1,234,567"
    whole = metrics.horizontalAdvance(text)
    assert parted(metrics, text, value, 10 * whole) == (text, value)
    assert parted(metrics, text, value, whole + 1) == (text, "")
    shown, cut = parted(metrics, text, value, whole + metrics.horizontalAdvance(value))
    assert shown == text
    assert cut.endswith("\u2026")
    assert metrics.horizontalAdvance(cut) <= metrics.horizontalAdvance(value)


def test_numbers_stand_right_and_words_left_whatever_a_column_is_used_as(
    driver: WizardDriver,
) -> None:
    driver.open(GERMAN)
    model = driver.panel.preview.preview
    assert driver.parts == ["Variant", "Users", "Conversions", "Not used", "Not used"]
    right = [
        bool(model.index(0, column).data(Qt.ItemDataRole.TextAlignmentRole) & flag)
        for column in range(5)
        for flag in (Qt.AlignmentFlag.AlignRight,)
    ]
    assert right == [False, True, True, True, False]


def test_a_note_leaves_no_sign_at_its_row_but_a_fault_does(driver: WizardDriver) -> None:
    driver.open("variant,users,conversions\ncontrol,1000,100\nb,1,000,110\n")
    model = driver.panel.preview.preview
    vertical = Qt.Orientation.Vertical
    assert model.headerData(1, vertical) == "\u2715 3"
    driver.open(GERMAN, "german.csv")
    heads = [model.headerData(row, vertical) for row in range(3)]
    assert heads == ["3", "4", "\u2013 5"]


def test_faults_come_before_the_notes_and_notes_about_the_data_after(driver: WizardDriver) -> None:
    driver.open(SPOILT)
    panel = driver.panel
    QApplication.processEvents()
    graves = {finding.severity for finding in panel.findings.findings}
    assert graves == {Severity.BLOCKED}
    assert {finding.severity for finding in panel.remarks.findings} == {Severity.NOTE}
    parts = (panel.findings, panel.notes, panel.remarks)
    tops = [part.mapTo(panel._page.widget(), QPoint()).y() for part in parts]
    assert tops == sorted(tops)
    assert panel.findings.y() < panel.notes.y() < panel.remarks.y()


def test_notes_are_not_called_findings(driver: WizardDriver) -> None:
    driver.open(GERMAN)
    said = driver.panel._state.accessibleName()
    assert said.startswith("\u2713 Healthy \u00b7 ")
    assert said.endswith(" notes")
    assert "finding" not in said
    driver.open(BLOCKED, "blocked.csv")
    assert "4 findings" in driver.panel._state.accessibleName()
    driver.open(TIDY, "tidy.csv")
    driver.choose_control("control")
    driver.choose_part("orders", Part.GUARDRAIL)
    driver.settle()
    assert driver.panel._state.accessibleName() == "\u2713 Healthy \u00b7 nothing was found"


def test_rows_left_out_are_said_first_and_the_encoding_last() -> None:
    codes = (
        NoteCode.ENCODING_GUESSED,
        NoteCode.TITLE_LINES,
        NoteCode.NUMBERS_READ,
        NoteCode.TABLE_TURNED,
        NoteCode.COLUMN_DERIVED,
        NoteCode.TOTALS_ROW,
    )
    ordered = in_order(tuple(Note(code=code, message="") for code in codes))
    assert [note.code for note in ordered] == [
        NoteCode.TOTALS_ROW,
        NoteCode.COLUMN_DERIVED,
        NoteCode.NUMBERS_READ,
        NoteCode.TABLE_TURNED,
        NoteCode.TITLE_LINES,
        NoteCode.ENCODING_GUESSED,
    ]


@pytest.mark.parametrize("zoom", [100, 150])
def test_below_the_preview_only_the_page_scrolls(
    driver: WizardDriver, theme: Theme, zoom: int
) -> None:
    theme.set_zoom(zoom)
    driver.open(SPOILT)
    QApplication.processEvents()
    panel = driver.panel
    inner = [area for area in panel.findChildren(QAbstractScrollArea) if area.isVisible()]
    scrolling = [area for area in inner if area.verticalScrollBar().maximum() > 0]
    assert set(scrolling) <= {panel._page}
    assert panel.control.height() >= panel.control.minimumSizeHint().height()


def is_in_sight(widget: QWidget, page: QScrollArea) -> bool:
    place = widget.mapTo(page.viewport(), widget.rect().center())
    return page.viewport().rect().contains(place)


def test_the_foot_leads_to_the_control(driver: WizardDriver, theme: Theme) -> None:
    theme.set_zoom(150)
    driver.open(GERMAN)
    QApplication.processEvents()
    panel, foot = driver.panel, driver.wizard.data_page.foot
    assert driver.reason == "! Confirm which variant is the control."
    assert not is_in_sight(panel.control._confirm, panel._page)
    assert foot.way.isVisible()
    QTest.mouseClick(foot.way, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert is_in_sight(panel.control._confirm, panel._page)
    assert driver.wizard.focusWidget() is panel.control._confirm
    driver.confirm_control()
    driver.settle()
    assert not foot.way.isVisible()


def test_the_foot_leads_to_the_heads(driver: WizardDriver) -> None:
    driver.open("name,headcount,outcome\nred,10234,512\nblue,10190,561\n")
    if "Choose the column" not in driver.reason:
        driver.choose_part("headcount", Part.UNUSED)
        driver.settle()
    assert "Choose the column" in driver.reason
    driver.panel.control.stops[0].setFocus()
    QTest.mouseClick(driver.wizard.data_page.foot.way, Qt.MouseButton.LeftButton)
    assert driver.wizard.focusWidget() is driver.panel.preview.heads


def test_a_column_of_days_says_so_without_a_warning_sign(driver: WizardDriver) -> None:
    driver.open(DAYS)
    assert driver.parts == ["Day", "Variant", "Users", "Conversions"]
    heads = driver.panel.preview.heads
    assert heads._mark(0) is None
    menu = heads.make_menu(0)
    assert menu is not None
    offered = {action.text(): action.isChecked() for action in menu.actions()}
    assert offered["Day (one row a day)"]
    assert "Not used" not in offered
    assert "Day (one row a day)" not in [a.text() for a in heads.make_menu(1).actions()]
    assert not any("not used" in finding for finding in driver.findings)


def test_day_and_segment_are_no_parts_one_can_choose() -> None:
    for part in (Part.VARIANT, Part.UNUSED):
        assert not {Part.DAY, Part.SEGMENT} & set(choosable_parts(part))
    assert choosable_parts(Part.SEGMENT)[0] is Part.SEGMENT


SEGMENTS = "variant\tcountry\tusers\tconversions\n" + "".join(
    f"{variant}\t{country}\t{users}\t{users // 20}\n"
    for variant in ("control", "b")
    for country, users in (("US", 4000), ("DE", 3000))
)


@pytest.mark.parametrize("options", [(), ("segment:country=only DE",), ("segment:country=sum",)])
def test_a_column_of_segments_says_so_before_and_after_the_answer(options) -> None:
    reading = interpret_content(clipboard_content(SEGMENTS), Choices.parse(options))
    assert shaping_parts(reading) == {"country": Part.SEGMENT}
    tidy = interpret_content(clipboard_content("variant\tusers\tconversions\na\t9\t1\nb\t9\t1\n"))
    assert shaping_parts(tidy) == {}


def test_a_remembered_decimal_sign_is_said_by_a_cell() -> None:
    text = "variant\tusers\tconversions\ncontrol\t10.234\t512\nb\t10.190\t561\n"
    choices = Choices.parse(["decimal:users=comma", "shape=variants"])
    rows = ShownRows(interpret_content(clipboard_content(text), choices))
    said = [remembered_in_words(choice, rows) for choice in choices.chosen]
    assert said == ["users: 10.234 = 10,234", "one row per variant"]


@pytest.mark.parametrize(
    ("option", "severity", "words"),
    [
        ("days=new", Severity.WARNING, "Yes, each user counts on one day"),
        ("days=new", Severity.NOTE, "Add the days up"),
        ("encoding=cp1252", Severity.NOTE, "Read as Windows-1252"),
        ("segment:country=sum", Severity.WARNING, "Add every country up"),
        ("sheet=Two", Severity.NOTE, "Read the sheet Two"),
        ("users=visitors", Severity.NOTE, "Read with users = visitors"),
    ],
)
def test_a_link_says_what_it_does(option, severity, words) -> None:
    (choice,) = Choices.parse([option]).chosen
    note = Note(code=NoteCode.DAYS_ADDED, message="m", severity=severity)
    assert undo_in_words(note, choice) == words


def test_the_ways_to_read_days_read_differently(driver: WizardDriver) -> None:
    driver.open(DAYS)
    chip = next(c for c in driver.session.interpretation.chips if "days" in c.text)
    labels = [answer.label for answer in chip.answers]
    assert len({label[:12] for label in labels}) == len(labels)
