"""Charts: drawn when they are seen, saved for paper in two formats, copied as a picture."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from experimentos_core.charter import Charter
from experimentos_gui.results import chart_saving
from experimentos_gui.results.chart_card import ChartCard
from experimentos_gui.results.chart_maker import ChartMaker
from experimentos_gui.results.drawing import ChartKind, Drawing
from experimentos_gui.theme import Scheme
from experimentos_gui.widgets import picture_files
from experimentos_gui.widgets.svg_image import png_bytes, svg_image
from tests.gui.conftest import WAIT_MS
from tests.helpers.experiments import report_of

LINES = "variant,users,conversions\ncontrol,9000,900\nb,9000,1000\n"
WHITE = QColor("white").rgb()


@pytest.fixture(scope="module")
def report():
    return report_of(LINES, Charter(name="Pay button: a/b"))


class Chooser:
    """Answers where to save, and keeps what was suggested."""

    def __init__(self, answer: Path | None = None) -> None:
        self.answer = answer
        self.suggested: list[Path] = []

    def __call__(self, _parent: QWidget, suggested: Path) -> Path | None:
        self.suggested.append(suggested)
        return self.answer


@pytest.fixture
def chooser():
    return Chooser()


@pytest.fixture
def card(qtbot, theme, chooser):
    maker = ChartMaker(choose_path=chooser)
    made = ChartCard(ChartKind.INTERVALS, "Changes", maker)
    qtbot.addWidget(made)
    made.resize(700, 400)
    yield made
    maker.shutdown()


@pytest.fixture
def shown(qtbot, card, report):
    card.show_chart(report)
    qtbot.waitUntil(lambda: not card._view.is_empty, timeout=WAIT_MS)
    return card


def test_beside_larger_text_it_grows_and_scrolls_sideways(qtbot, shown, theme) -> None:
    shown.resize(800, 500)
    shown.show()
    frame, bar = shown._frame, shown._frame.horizontalScrollBar()
    before = shown._view.heightForWidth(10_000)
    assert bar.maximum() == 0
    assert frame.focusPolicy() is Qt.FocusPolicy.NoFocus
    theme.set_zoom(200)
    assert shown._view.heightForWidth(10_000) == pytest.approx(2 * before, abs=2)
    qtbot.waitUntil(lambda: bar.maximum() > 0, timeout=WAIT_MS)
    assert frame.focusPolicy() is Qt.FocusPolicy.TabFocus
    assert shown._view.width() == shown._view.readable_width
    wanted = shown._view.heightForWidth(shown._view.width())
    assert frame.heightForWidth(frame.width()) == wanted + bar.sizeHint().height()
    theme.set_zoom(100)
    qtbot.waitUntil(lambda: bar.maximum() == 0, timeout=WAIT_MS)


def wait_for_notice(qtbot, card, start: str) -> None:
    qtbot.waitUntil(lambda: card._notice.text.startswith(start), timeout=WAIT_MS)


def test_a_chart_is_drawn_only_once_it_is_seen(qtbot, card, report) -> None:
    holder = QWidget()
    card.setParent(holder)
    card.show_chart(report)
    qtbot.wait(30)
    assert not card._maker.is_busy
    assert card._view.is_empty
    holder.show()
    qtbot.waitUntil(lambda: not card._view.is_empty, timeout=WAIT_MS)
    card.setParent(None)


def test_until_then_it_says_that_it_is_being_drawn(card, report) -> None:
    card.show_chart(report)
    assert card._state.accessibleName() == "Drawing the chart\u2026"
    assert card._state.isVisibleTo(card)
    assert not card._save.isVisibleTo(card)


def test_with_nothing_to_draw_it_says_so(qtbot, card) -> None:
    blocked = report_of("variant,users,conversions\ncontrol,5000,1000\nb,10000,1200\n")
    card.show_chart(blocked)
    qtbot.waitUntil(lambda: card._state.accessibleName().startswith("There is nothing"))
    assert not card._view.isVisibleTo(card)
    assert not card._copy.isVisibleTo(card)


def test_a_cleared_card_takes_no_room(shown) -> None:
    shown.clear()
    assert not shown.isVisible()
    assert shown._view.is_empty


def test_an_older_report_never_replaces_a_newer_one(qtbot, card, report) -> None:
    card.show_chart(report)
    qtbot.wait(1)
    card.show_chart(report_of(LINES.replace("b,", "newer,")))
    qtbot.waitUntil(lambda: not card._view.is_empty, timeout=WAIT_MS)
    assert "newer" in card._view.accessibleDescription()


def test_a_drawing_from_a_dark_window_is_saved_for_paper(
    qtbot, shown, theme, chooser, tmp_path
) -> None:
    theme.set_scheme(Scheme.DARK)
    chooser.answer = tmp_path / "chart.svg"
    shown._save.click()
    wait_for_notice(qtbot, shown, "Saved to")
    svg = chooser.answer.read_text(encoding="utf-8")
    assert svg.lstrip().startswith(("<?xml", "<svg"))
    image = svg_image(svg, 1)
    assert image.pixel(2, 2) == WHITE


def test_a_saved_picture_is_sharp(qtbot, shown, chooser, tmp_path) -> None:
    chooser.answer = tmp_path / "chart.PNG"
    shown._save.click()
    wait_for_notice(qtbot, shown, "Saved to")
    image = QImage(str(chooser.answer))
    assert image.width() >= 2.9 * shown._view.sizeHint().width()
    assert image.pixel(2, 2) == WHITE


def test_a_path_without_a_format_becomes_a_picture(qtbot, shown, chooser, tmp_path) -> None:
    chooser.answer = tmp_path / "chart v1.2"
    shown._save.click()
    wait_for_notice(qtbot, shown, "Saved to")
    assert (tmp_path / "chart v1.2.png").read_bytes().startswith(b"\x89PNG")


def test_the_next_chart_is_offered_beside_the_last(qtbot, shown, chooser, tmp_path) -> None:
    chooser.answer = tmp_path / "chart.svg"
    shown._save.click()
    wait_for_notice(qtbot, shown, "Saved to")
    chooser.answer = None
    shown._save.click()
    assert chooser.suggested[0].name == "Pay button a b intervals"
    assert chooser.suggested[1].parent == tmp_path


def test_a_file_that_cannot_be_written_is_told(qtbot, shown, chooser, tmp_path) -> None:
    chooser.answer = tmp_path / "missing" / "chart.png"
    shown._save.click()
    wait_for_notice(qtbot, shown, "chart.png could not be written")


def test_thinking_better_of_it_does_nothing(shown) -> None:
    shown._save.click()
    assert not shown._maker.is_busy
    assert not shown._notice.isVisibleTo(shown)


def test_a_copied_chart_is_a_picture(qtbot, shown) -> None:
    shown._copy.click()
    wait_for_notice(qtbot, shown, "Copied")
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasImage()
    assert b"<svg" in data.data("image/svg+xml").data()


def test_the_menu_of_the_chart_offers_the_same(qtbot, shown, chooser) -> None:
    save, copy = shown._view.actions()
    assert (save.text(), copy.text()) == ("Save chart\u2026", "Copy chart")
    save.trigger()
    assert chooser.suggested
    copy.trigger()
    wait_for_notice(qtbot, shown, "Copied")


def test_names_of_files_are_safe_and_tell_charts_apart(report) -> None:
    drawing = Drawing(kind=ChartKind.LIFT, report=report, metric="../rev\u202eenue")
    assert chart_saving.suggested_name(drawing) == "Pay button a b revenue lift"


def test_the_dialog_offers_both_formats(qtbot, monkeypatch, tmp_path) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    seen: list[QFileDialog] = []

    def answer(dialog: QFileDialog) -> int:
        seen.append(dialog)
        assert dialog.defaultSuffix() == "png"
        dialog.filterSelected.emit(dialog.nameFilters()[1])
        assert dialog.defaultSuffix() == "svg"
        return 0

    monkeypatch.setattr(QFileDialog, "exec", answer)
    assert picture_files.ask_for_path(parent, tmp_path / "a chart") is None
    assert len(seen[0].nameFilters()) == 2


def test_what_draws_nothing_is_no_picture() -> None:
    assert svg_image("", 3).isNull()
    assert png_bytes(svg_image("", 3)) == b""
