import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow

from experimentos_gui.theme import (
    DARK,
    LARGEST_ZOOM,
    LIGHT,
    SMALLEST_ZOOM,
    Colours,
    Scheme,
    Tone,
    colours,
    icon,
    is_dark,
)

TEXT = 4.5
EDGE = 3.0
GROUNDS = ("window", "surface", "sunken", "hover", "selection")
TONES = ("good", "caution", "bad")
PAIRS = (
    *(("text", ground) for ground in GROUNDS),
    *(("muted", ground) for ground in GROUNDS),
    *((tone, ground) for tone in TONES for ground in ("window", "surface", f"{tone}_ground")),
    *((tone, "selection") for tone in TONES),
    *(("text", f"{tone}_ground") for tone in TONES),
    *(("muted", f"{tone}_ground") for tone in TONES),
    ("accent", "window"),
    ("accent", "surface"),
    *(("accent", f"{tone}_ground") for tone in TONES),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
)
EDGES = (("border_strong", "window"), ("border_strong", "surface"), ("accent", "surface"))


def luminance(colour: str) -> float:
    """WCAG 2.2 relative luminance."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_is_readable_on_every_ground(scheme: Colours, text: str, ground: str) -> None:
    assert contrast(getattr(scheme, text), getattr(scheme, ground)) >= TEXT


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_of_controls_can_be_seen(scheme: Colours, edge: str, ground: str) -> None:
    assert contrast(getattr(scheme, edge), getattr(scheme, ground)) >= EDGE


def test_every_tone_has_a_colour() -> None:
    for scheme in (LIGHT, DARK):
        values = set(scheme)
        assert {scheme.of(tone) for tone in Tone} <= values


def test_scheme_changes_the_whole_application(qapp: QApplication, theme) -> None:
    theme.set_scheme(Scheme.DARK)
    assert is_dark()
    assert colours() is DARK
    assert DARK.window in qapp.styleSheet() or DARK.surface in qapp.styleSheet()
    theme.set_scheme(Scheme.LIGHT)
    assert colours() is LIGHT


def test_no_word_of_the_style_template_is_left_over(qapp: QApplication, theme) -> None:
    assert "$" not in qapp.styleSheet().split("*/", 1)[1]


def test_zoom_scales_text_and_stays_within_limits(qapp: QApplication, theme) -> None:
    usual = qapp.font().pointSizeF()
    theme.set_zoom(150)
    assert qapp.font().pointSizeF() == pytest.approx(1.5 * usual)
    theme.set_zoom(10_000)
    assert theme.zoom == LARGEST_ZOOM
    theme.set_zoom(1)
    assert theme.zoom == SMALLEST_ZOOM


def test_changes_are_announced_once(qtbot, theme) -> None:
    seen: list[int] = []
    theme.changed.connect(lambda: seen.append(1))
    theme.set_scheme(Scheme.DARK)
    theme.set_scheme(Scheme.DARK)
    assert seen == [1]


def test_app_icon_is_there_and_an_unknown_one_is_empty(theme) -> None:
    assert not icon("app").isNull()
    assert icon("no such icon").isNull()


def test_menus_grow_with_the_text_and_hints_in_fields_are_as_readable_as_other_hints(
    qapp: QApplication, qtbot, theme
) -> None:
    theme.set_scheme(Scheme.LIGHT)
    theme.set_zoom(150)
    window = QMainWindow()
    qtbot.addWidget(window)
    menu = window.menuBar().addMenu("File")
    field = QLineEdit(window)
    field.ensurePolished()
    window.menuBar().ensurePolished()
    menu.ensurePolished()
    for widget in (window.menuBar(), menu):
        assert widget.font().pointSizeF() == pytest.approx(qapp.font().pointSizeF(), abs=0.01)
    hint = field.palette().color(QPalette.ColorRole.PlaceholderText)
    assert hint.name() == LIGHT.muted
