"""Help > Verify this installation: what agrees is said plainly, what differs is said loudly."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from experimentos_core import verification
from experimentos_core.cli import main
from experimentos_core.verification import VerificationError, run
from experimentos_gui.verification.figure_rows import CASE, COLUMNS
from experimentos_gui.verification.saving import ask_for_path
from experimentos_gui.verification.verify_dialog import VerifyDialog, _usual_size
from experimentos_gui.widgets.labels import PlainLabel
from tests.gui.conftest import WAIT_MS
from tests.gui.verification.conftest import BUNDLED, FEW

ROOT = Path(__file__).parents[3]
FIGURES = sum(len(case.figures) for case in FEW)

# Opens the page as the window does, noting on which thread heavy packages are asked for.
WATCH_IMPORTS = """
import sys, threading
main_thread, on_main, elsewhere = threading.main_thread(), set(), set()

def note_import(event, arguments):
    package = str(arguments[0]).partition(".")[0] if event == "import" else ""
    if package in ("numpy", "scipy", "matplotlib"):
        (on_main if threading.current_thread() is main_thread else elsewhere).add(package)

sys.addaudithook(note_import)
from PySide6.QtWidgets import QApplication
app = QApplication([])
from experimentos_gui.verification.verify_dialog import VerifyDialog
assert not elsewhere
page = VerifyDialog()
page.show()
assert page.isVisible() and page.is_checking
while page.is_checking:
    app.processEvents()
assert page.checked.passed
page.close()
print(sorted(on_main), sorted(elsewhere))
"""


def button(page: VerifyDialog, words: str) -> QPushButton:
    (found,) = [b for b in page.findChildren(QPushButton) if b.accessibleName() == words]
    return found


def tone(page: VerifyDialog) -> str:
    return str(page._banner.property("tone"))


def results(page: VerifyDialog) -> list[str]:
    model = page._figures._model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_when_all_agree_it_says_how_many_how_long_and_with_what(checked) -> None:
    page = checked()
    assert tone(page) == "good"
    said = page._banner.text
    assert f"All {FIGURES:,} figures of {len(FEW)} cases agree with their sources." in said
    assert f"Recomputed in {page.checked.seconds:.1f} seconds by ExperimentOS " in said
    for library in ("Python ", "NumPy ", "SciPy "):
        assert library in said
    assert results(page) == ["\u2713 Agrees"] * FIGURES


def test_every_bundled_case_is_shown_with_its_source_and_figures(checked, use_cases) -> None:
    use_cases(BUNDLED)
    page = checked()
    assert page.checked.passed
    shown = [(r.case, r.source, r.method, r.figure, r.expected) for r in page.checked.rows]
    assert shown == [
        (case.title, case.source, case.method.value, name, text)
        for case in BUNDLED
        for name, text in case.figures.items()
    ]


@pytest.mark.parametrize("places", [(7,), (30, 4, 20, 3)])
def test_a_moved_digit_is_loud_and_stands_first(checked, move_a_digit, places) -> None:
    moved = move_a_digit(*places)
    page = checked()
    assert tone(page) == "bad"
    assert not page.checked.passed
    number = len(places)
    verb = "differs" if number == 1 else "differ"
    said = page._banner.text
    assert said.startswith(f"{number} of {FIGURES:,} figures {verb} from their sources.")
    assert "Do not rely on this installation." in said
    assert results(page)[: number + 1] == ["\u2715 Differs"] * number + ["\u2713 Agrees"]
    titles = {row.case for row in page.checked.rows[:number]}
    assert titles == {case.title for case in moved}
    named = [title for title in titles if title in said]
    assert len(named) == min(number, 2)
    assert (f"And {number - 2} more" in said) == (number > 2)


def test_the_first_difference_is_named_with_both_figures(checked, move_a_digit) -> None:
    (case,) = move_a_digit(7)
    name, digits = next(iter(case.figures.items()))
    page = checked()
    row = page.checked.rows[0]
    sentence = f"{case.title}: {name} should be {digits}, but is {row.got}."
    assert sentence in page._banner.text
    assert sentence in page.checked.text


def test_a_result_that_moves_on_this_machine_is_loud_too(checked, monkeypatch) -> None:
    honest = run.recompute

    def wrong(case):
        figures = honest(case)
        return figures | {"p-value": 0.5} if "p-value" in figures else figures

    monkeypatch.setattr(run, "recompute", wrong)
    page = checked()
    wanted = sum("p-value" in case.figures for case in FEW)
    assert tone(page) == "bad"
    assert 0 < page.checked.differing <= wanted
    assert results(page).count("\u2715 Differs") == page.checked.differing


def test_missing_reference_results_are_said_in_the_banner(checked, monkeypatch) -> None:
    def missing():
        raise VerificationError("The reference results are gone.", "Install ExperimentOS again.")

    monkeypatch.setattr(verification, "reference_cases", missing)
    page = checked()
    assert tone(page) == "bad"
    assert page._banner.text == "The reference results are gone. Install ExperimentOS again."
    assert page.checked is None
    assert not button(page, "Copy report").isEnabled()
    assert "did not come to its end" in page._figures._detail.accessibleDescription()


def test_an_error_nobody_expected_is_no_success(qtbot, begin, monkeypatch) -> None:
    def broken(case):
        raise ZeroDivisionError(case.title)

    monkeypatch.setattr(run, "recompute", broken)
    with qtbot.captureExceptions() as raised:
        page = begin()
        qtbot.waitUntil(lambda: not page.is_checking and bool(raised), timeout=WAIT_MS)
    assert raised[0][0] is ZeroDivisionError
    assert tone(page) == "bad"
    assert "nothing is proven about this installation" in page._banner.text
    assert page.checked is None


def test_it_shows_how_far_it_is_and_can_be_cancelled(qtbot, begin, gate) -> None:
    page = begin()
    qtbot.waitUntil(lambda: f"Case 2 of {len(FEW)}." in page._banner.text, timeout=WAIT_MS)
    assert page._banner._bar.isVisible()
    assert (page._banner._bar.value(), page._banner._bar.maximum()) == (2, len(FEW))
    assert not button(page, "Copy report").isEnabled()
    assert page.focusWidget() is button(page, "Cancel")
    button(page, "Cancel").click()
    assert not page.is_checking
    assert tone(page) == "caution"
    assert f"2 of {len(FEW)} cases had been recomputed" in page._banner.text
    gate.set()
    page._runner._pool.waitForDone()
    qtbot.wait(20)
    assert tone(page) == "caution"
    assert page.checked is None
    assert results(page) == []
    button(page, "Run again").click()
    qtbot.waitUntil(lambda: page.checked is not None, timeout=WAIT_MS)
    assert page.checked.passed
    assert page.focusWidget() is page._figures._view


def test_a_part_of_the_cases_is_never_a_result(gate) -> None:
    from experimentos_gui.verification.checking import Progress, StoppedError, check

    progress = Progress()
    progress.stop()
    with pytest.raises(StoppedError):
        check(progress)
    assert progress.done == 0


def test_closing_while_it_checks_is_quiet(qtbot, begin, gate) -> None:
    page = begin()
    qtbot.waitUntil(lambda: page._progress.done == 2, timeout=WAIT_MS)
    gate.set()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert not page.isVisible()


def test_the_report_is_copied_as_the_command_line_prints_it(checked, capsys) -> None:
    page = checked()
    button(page, "Copy report").click()
    assert main(["verify"]) == 0
    assert QGuiApplication.clipboard().text() == capsys.readouterr().out
    assert page._notice.text.startswith("Copied")


def test_the_figures_are_saved_and_the_place_is_said(qtbot, checked, tmp_path) -> None:
    page = checked(answer=lambda path: path.with_name("my figures"))
    with qtbot.waitSignal(page.saved, timeout=WAIT_MS) as signal:
        button(page, "Save as CSV").click()
    assert signal.args == [tmp_path / "my figures.csv"]
    lines = (tmp_path / "my figures.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == FIGURES + 1
    assert page._notice.text == f"Saved to {tmp_path / 'my figures.csv'}"


def test_thinking_better_of_it_saves_nothing(checked, tmp_path) -> None:
    page = checked(answer=lambda _: None)
    button(page, "Save as CSV").click()
    assert not page._runner.is_busy
    assert not list(tmp_path.glob("*.csv"))


def test_a_folder_that_is_gone_is_a_sentence_in_place(qtbot, checked, tmp_path) -> None:
    page = checked(answer=lambda path: tmp_path / "gone" / path.name)
    button(page, "Save as CSV").click()
    qtbot.waitUntil(lambda: "could not be written" in page._notice.text, timeout=WAIT_MS)
    assert page.checked.passed
    assert tone(page) == "good"


def test_the_file_dialog_offers_a_csv(qtbot, tmp_path, monkeypatch) -> None:
    asked = []

    def answer(dialog: QFileDialog) -> int:
        asked.append((dialog.defaultSuffix(), dialog.acceptMode(), dialog.nameFilters()))
        return 1

    monkeypatch.setattr(QFileDialog, "exec", answer)
    parent = QWidget()
    qtbot.addWidget(parent)
    assert ask_for_path(parent, tmp_path / "figures.csv") == tmp_path / "figures.csv"
    assert asked == [("csv", QFileDialog.AcceptMode.AcceptSave, ["CSV (*.csv)"])]
    monkeypatch.setattr(QFileDialog, "exec", lambda _: 0)
    assert ask_for_path(parent, tmp_path / "figures.csv") is None


def test_everything_is_reached_by_keyboard_and_has_a_name(checked) -> None:
    page = checked()
    reached, start = [], page.focusWidget()
    for _ in range(20):
        reached.append(page.focusWidget())
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        if page.focusWidget() is start:
            break
    names = [widget.accessibleName() for widget in reached]
    assert set(names) == {
        *("Search", "Only differences", "Figures, those that differ first"),
        *("Copy report", "Save as CSV", "Run again", "Close"),
    }
    for label in page.findChildren(PlainLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText


@pytest.mark.parametrize("zoom", [100, 200])
def test_it_fits_a_small_screen(qtbot, checked, move_a_digit, theme, zoom) -> None:
    move_a_digit(3, 20, 30)
    theme.set_zoom(zoom)
    page = checked()
    assert (page.width(), page.height()) == (1024, 660)
    for words in ("Copy report", "Save as CSV", "Run again", "Close"):
        shown = button(page, words)
        assert page.rect().contains(shown.geometry())
        assert shown.width() >= shown.sizeHint().width()
    view = page._figures._view
    if zoom == 100:
        qtbot.waitUntil(lambda: not view.horizontalScrollBar().maximum())
    qtbot.waitUntil(lambda: view.height() > 3 * view.rowHeight(0))


def test_numbers_load_on_another_thread_after_the_page_is_open() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WATCH_IMPORTS],
        cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.stdout, done.returncode) == ("[] ['numpy', 'scipy']\n", 0), done.stderr


def test_the_help_menu_opens_one_page_and_brings_it_back(qtbot, window) -> None:
    window._actions.verify.trigger()
    (page,) = window.findChildren(VerifyDialog)
    assert page.isVisible()
    window._actions.verify.trigger()
    assert window.findChildren(VerifyDialog) == [page]
    qtbot.waitUntil(lambda: page.checked is not None, timeout=WAIT_MS)
    assert page.checked.passed
    page.close()


def test_columns_say_what_they_mean() -> None:
    assert COLUMNS[CASE].title == "Case and source"
    assert [column.title for column in COLUMNS[3:]] == ["Expected", "Got", "Difference"]


@pytest.mark.parametrize(
    ("screen", "wanted"),
    [((800, 600), (1000, 640)), ((1366, 768), (1229, 691)), ((2560, 1440), (1360, 800))],
)
def test_it_opens_as_wide_as_the_cases_can_use_and_the_screen_allows(screen, wanted) -> None:
    assert _usual_size(QSize(*screen)) == QSize(*wanted)
