import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from experimentos_core.memo import generate_memo
from experimentos_gui.memo.memo_dialog import MemoDialog, ask_for_path
from tests.helpers.memo_reading import MemoReader, numbers
from tests.helpers.memos import sample_report


@pytest.fixture
def open_dialog(qtbot, tmp_path):
    def opened(answer=lambda suggested: suggested, sample="game_gate") -> MemoDialog:
        dialog = MemoDialog(
            sample_report(sample), folder=tmp_path, choose_path=lambda _, path: answer(path)
        )
        with qtbot.waitSignal(dialog.ready, timeout=20_000):
            pass
        return dialog

    dialogs: list[MemoDialog] = []
    yield lambda *args, **kwargs: dialogs.append(opened(*args, **kwargs)) or dialogs[-1]
    for dialog in dialogs:
        dialog.close()


def button(dialog: MemoDialog, words: str) -> QPushButton:
    found = [b for b in dialog.findChildren(QPushButton) if b.accessibleName() == words]
    assert len(found) == 1, words
    return found[0]


def test_buttons_wait_for_the_memo(qtbot, tmp_path) -> None:
    dialog = MemoDialog(sample_report("game_gate"), folder=tmp_path)
    assert not button(dialog, "Save HTML").isEnabled()
    with qtbot.waitSignal(dialog.ready, timeout=20_000):
        pass
    assert button(dialog, "Save HTML").isEnabled()
    dialog.close()


def test_the_preview_is_the_export(open_dialog) -> None:
    dialog = open_dialog()
    memo = generate_memo(sample_report("game_gate"))
    assert dialog.memo == memo
    shown = dialog._preview.document().toPlainText()
    assert numbers(shown) == numbers(MemoReader(memo.html).text)


@pytest.mark.parametrize(
    ("words", "suffix", "start"),
    [
        ("Save HTML", ".html", b"<!DOCTYPE"),
        ("Save Markdown", ".md", b"#"),
        ("Save PDF", ".pdf", b"%PDF"),
    ],
)
def test_each_button_saves_and_says_where(qtbot, open_dialog, words, suffix, start) -> None:
    dialog = open_dialog()
    with qtbot.waitSignal(dialog.saved, timeout=20_000) as signal:
        button(dialog, words).click()
    (path,) = signal.args
    assert path.name == f"Cookie Cats gate at level 40{suffix}"
    assert path.read_bytes().startswith(start)
    assert dialog._notice.text == f"Saved to {path}"


def test_a_name_without_an_ending_gets_one(qtbot, open_dialog, tmp_path) -> None:
    dialog = open_dialog(lambda suggested: suggested.with_name("review 2.1"))
    with qtbot.waitSignal(dialog.saved, timeout=20_000):
        button(dialog, "Save HTML").click()
    assert (tmp_path / "review 2.1.html").exists()


def test_the_last_folder_is_offered_again(qtbot, open_dialog, tmp_path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    offered = []
    dialog = open_dialog(lambda path: offered.append(path) or other / path.name)
    for words in ("Save HTML", "Save Markdown"):
        with qtbot.waitSignal(dialog.saved, timeout=20_000):
            button(dialog, words).click()
    assert [path.parent for path in offered] == [tmp_path, other]


def test_thinking_better_of_it_saves_nothing(open_dialog, tmp_path) -> None:
    dialog = open_dialog(lambda _: None)
    button(dialog, "Save HTML").click()
    assert not list(tmp_path.glob("*.html"))
    assert not dialog._notice.isVisibleTo(dialog)


def test_a_folder_that_is_gone_is_a_sentence_in_place(qtbot, open_dialog, tmp_path) -> None:
    dialog = open_dialog(lambda path: tmp_path / "gone" / path.name)
    button(dialog, "Save HTML").click()
    qtbot.waitUntil(lambda: "could not be written" in dialog._notice.text, timeout=20_000)


def test_copying_takes_rich_text_and_markdown(open_dialog) -> None:
    dialog = open_dialog()
    button(dialog, "Copy").click()
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == dialog.memo.markdown
    assert bytes(data.data("text/markdown").data()).decode() == dialog.memo.markdown
    assert "data:image/png;base64," in data.html()
    assert "<script" not in data.html()
    assert numbers(MemoReader(data.html()).text) == numbers(MemoReader(dialog.memo.html).text)


def test_everything_is_reached_by_keyboard_and_has_a_name(open_dialog) -> None:
    dialog = open_dialog()
    for widget in [*dialog._buttons, dialog._preview, button(dialog, "Close")]:
        assert widget.accessibleName()
        assert widget.focusPolicy()
    assert button(dialog, "Save HTML").isDefault()


def test_closing_while_it_is_written_up_is_quiet(qtbot) -> None:
    dialog = MemoDialog(sample_report("fish_oil"))
    dialog.reject()


def test_unusable_data_has_a_memo_too(open_dialog) -> None:
    dialog = open_dialog(sample="headline_cache")
    assert "No effect is shown" in dialog._preview.toPlainText()


def test_the_file_dialog_is_asked_for_a_name_with_the_right_ending(qtbot, tmp_path, monkeypatch):
    asked = []

    def answer(dialog: QFileDialog) -> int:
        asked.append((dialog.defaultSuffix(), dialog.acceptMode(), dialog.nameFilters()))
        return 1

    monkeypatch.setattr(QFileDialog, "exec", answer)
    parent = QWidget()
    qtbot.addWidget(parent)
    assert ask_for_path(parent, tmp_path / "memo.pdf") == tmp_path / "memo.pdf"
    assert asked == [("pdf", QFileDialog.AcceptMode.AcceptSave, ["PDF (*.pdf)"])]
    monkeypatch.setattr(QFileDialog, "exec", lambda _: 0)
    assert ask_for_path(parent, tmp_path / "memo.pdf") is None
