import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

import experimentos_gui
from experimentos_gui.theme import Tone
from experimentos_gui.widgets.labels import (
    breakable,
    buddy_label,
    plain_label,
    plain_tooltip,
    shortened,
    visible,
)
from tests.gui.conftest import HOSTILE

PACKAGE = Path(experimentos_gui.__file__).parent


@pytest.mark.parametrize("role", ["display", "title", "subtitle", "body", "hint", "mono"])
def test_a_label_shows_text_as_text(qtbot, role) -> None:
    label = plain_label(HOSTILE, role)
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert "<img src=file:///etc/passwd>" in label.accessibleName()


def test_a_label_opens_no_file_for_an_image_in_its_text(qtbot, tmp_path, monkeypatch) -> None:
    import builtins

    opened: list[object] = []
    original = builtins.open
    monkeypatch.setattr(
        builtins, "open", lambda *a, **k: (opened.append(a[0]), original(*a, **k))[1]
    )
    label = plain_label(f"<img src='file://{tmp_path}/x.png' width=500 height=500>", "body")
    qtbot.addWidget(label)
    label.setWordWrap(False)
    assert label.sizeHint().height() < 100  # a drawn image would make it 500 high
    assert opened == []


def test_a_tone_colours_and_is_taken_away_again(qtbot) -> None:
    label = plain_label("x")
    qtbot.addWidget(label)
    label.set_tone(Tone.BAD)
    assert label.property("tone") == "bad"
    label.set_tone(None)
    assert label.property("tone") is None


def test_a_caption_names_its_field(qtbot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    label = buddy_label("&Owner", field)
    qtbot.addWidget(label)
    assert field.accessibleName() == "Owner"
    assert label.buddy() is field


@given(st.text(max_size=200))
def test_visible_text_holds_nothing_that_hides_or_turns(text: str) -> None:
    shown = visible(text)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\x00")
    assert visible(shown) == shown


@given(st.text(alphabet="abc \u00e9", max_size=300))
def test_breaking_adds_chances_to_wrap_and_nothing_else(text: str) -> None:
    assert breakable(text).replace("\u200b", "") == text
    assert all(len(part) <= 20 for part in breakable(text).replace("\u200b", " ").split(" "))


def test_a_figure_stays_on_one_line() -> None:
    assert breakable("p = 0.03, +1.20 pp") == "p\u00a0=\u00a00.03, +1.20\u00a0pp"
    assert breakable("p < 1e-300") == "p\u00a0<\u00a01e-300"


def test_a_tooltip_is_never_markup() -> None:
    tip = plain_tooltip(HOSTILE)
    assert tip.startswith("<span>")  # so that Qt reads the escapes as such
    assert "<img" not in tip
    assert "<b>" not in tip
    assert plain_tooltip("") == ""


def test_shortening_says_that_it_cut() -> None:
    assert shortened("short", 10) == "short"
    assert shortened("x" * 11, 10) == "x" * 9 + "\u2026"


def test_no_widget_shows_text_through_a_bare_label() -> None:
    calls = (
        (path, node.func.id, node.lineno)
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    )
    bare = [
        f"{path.relative_to(PACKAGE)}:{line}"
        for path, name, line in calls
        if name in {"QLabel", "QMessageBox"} and path.name != "labels.py"
    ]
    assert bare == []


def test_a_very_long_word_does_not_push_its_window_wide(qtbot, theme) -> None:
    label = plain_label("W" * 5000, "body")
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() < 400
