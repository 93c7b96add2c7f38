"""Banner, findings, notices, tabs and the drop area."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from experimentos_core.charter import Charter
from experimentos_core.healthcheck import HealthReport, run_health_check
from experimentos_gui.theme import Tone
from experimentos_gui.widgets.drop_area import DropArea, dropped_file
from experimentos_gui.widgets.empty_state import EmptyState
from experimentos_gui.widgets.finding_list import FindingList
from experimentos_gui.widgets.notice_bar import NoticeBar
from experimentos_gui.widgets.status_banner import StatusBanner
from experimentos_gui.widgets.svg_view import SvgView
from experimentos_gui.widgets.tab_pages import TabPages
from tests.gui.conftest import HOSTILE
from tests.helpers.experiments import table_at

HEALTHY = ("variant,users,conversions", "control,10000,1000", "b,10000,1010")
WARNING = ("variant,users,conversions", "control,50,5", "b,50,7")
BLOCKED = ("variant,users,conversions", "control,100,n/a", "b,-5,7", "c,1.5,200", "d,10,20")


@pytest.fixture
def health_of(write_csv):
    def check(*lines: str) -> HealthReport:
        return run_health_check(table_at(write_csv(*lines)), Charter()).health

    return check


def texts(widget: QWidget) -> str:
    return "\n".join(
        label.accessibleName() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)
    )


@pytest.mark.parametrize(
    ("lines", "words", "is_open"),
    [
        (HEALTHY, "\u2713 Healthy", False),
        (WARNING, "! Warning", False),
        (BLOCKED, "\u2715 Blocked", True),
    ],
)
def test_banner_says_the_state_in_symbol_and_word(qtbot, health_of, lines, words, is_open) -> None:
    banner = StatusBanner()
    qtbot.addWidget(banner)
    banner.set_health(health_of(*lines))
    assert words in texts(banner)
    assert banner.is_open is is_open


def test_banner_opens_and_closes_with_its_button(qtbot, health_of) -> None:
    banner = StatusBanner()
    qtbot.addWidget(banner)
    banner.set_health(health_of(*WARNING))
    banner.show()
    button = banner.findChild(QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert banner.is_open
    assert button.accessibleName() == "Hide reasons"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not banner.is_open


def test_findings_are_shown_with_hint_and_the_rest_is_counted(qtbot, health_of) -> None:
    health = health_of(*BLOCKED)
    shown = FindingList(most=2)
    qtbot.addWidget(shown)
    shown.set_findings(health.issues)
    words = texts(shown)
    assert health.issues[0].message in words
    assert health.issues[0].hint in words
    assert f"And {len(health.issues) - 2} more finding" in words
    shown.set_findings(())
    assert texts(shown) == ""


def test_a_notice_says_what_and_what_to_do_until_it_is_closed(qtbot) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    assert bar.isHidden()
    bar.say(HOSTILE, "Mend it.", Tone.CAUTION)
    assert not bar.isHidden()
    assert "<img" in bar.text
    close = next(b for b in bar.findChildren(QPushButton) if b.text() == "Close")
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert bar.isHidden()


def test_an_empty_place_explains_itself_and_leads_on(qtbot) -> None:
    place = EmptyState("Go there")
    qtbot.addWidget(place)
    place.explain("Nothing here", "Because of that.")
    with qtbot.waitSignal(place.requested):
        qtbot.mouseClick(place.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert "Because of that." in texts(place)


def test_only_the_page_that_is_seen_takes_room(qtbot) -> None:
    tabs = TabPages("Parts")
    qtbot.addWidget(tabs)
    pages = [QWidget() for _ in range(3)]
    for number, page in enumerate(pages):
        tabs.add_page(page, f"Page {number}")
    tabs.show()
    qtbot.keyClick(tabs, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    tabs.show_page(2)
    assert tabs.current == 2
    assert [page.isVisible() for page in pages] == [False, False, True]


def file_data(*paths: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path) for path in paths])
    return data


def test_a_dropped_file_is_announced(qtbot, tmp_path) -> None:
    area = DropArea("Drop", "here")
    qtbot.addWidget(area)
    data = file_data(str(tmp_path / "a.csv"))
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(5, 5), copy, data, left, none)
    area.dragEnterEvent(enter)
    assert enter.isAccepted()
    assert area.property("drop") == "over"
    with qtbot.waitSignal(area.file_dropped) as told:
        area.dropEvent(QDropEvent(QPointF(5, 5), copy, data, left, none))
    assert told.args == [tmp_path / "a.csv"]
    assert area.property("drop") == "idle"


def test_text_and_far_away_files_are_no_files() -> None:
    text = QMimeData()
    text.setText("variant,users")
    far = QMimeData()
    far.setUrls([QUrl("https://example.org/a.csv")])
    assert dropped_file(text) is None
    assert dropped_file(far) is None
    assert dropped_file(file_data("/a.csv", "/b.csv")) == Path("/a.csv")


def test_a_drawing_keeps_its_proportions_and_has_words(qtbot) -> None:
    view = SvgView()
    qtbot.addWidget(view)
    assert view.is_empty
    assert view.heightForWidth(300) == 0
    view.set_svg('<svg xmlns="http://www.w3.org/2000/svg" width="200" height="50"/>', "A line.")
    assert not view.is_empty
    assert view.heightForWidth(200) == 50
    assert view.heightForWidth(100) == 25
    assert view.heightForWidth(10_000) < 100
    assert view.accessibleDescription() == "A line."
    assert not view.grab().isNull()


SQL = 'SELECT "my group", COUNT(*) AS users FROM your_table GROUP BY "my group"'


@pytest.mark.parametrize("end", ["", "."])
def test_a_notice_with_a_statement_lets_it_be_copied_as_it_is_run(qtbot, end) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.say("One row per user.", f"Aggregate it first: {SQL}{end}")
    copy = next(b for b in bar.findChildren(QPushButton) if b.text() == "Copy SQL")
    assert not copy.isHidden()
    (shown,) = (w for w in bar.findChildren(QLabel) if w.property("role") == "mono")
    assert shown.accessibleName() == SQL
    assert SQL in bar.text
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == SQL
    bar.say("Another one.", "Select another file: there is none.")
    assert copy.isHidden()
    assert shown.isHidden()
