"""The window as it starts: made first, and given its look before it is shown."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QMenuBar

from experimentos_gui.main_window import MainWindow
from experimentos_gui.theme import Scheme, Theme
from tests.gui.conftest import WAIT_MS


@pytest.mark.usefixtures("theme")
def test_a_window_starts_with_all_its_text_at_the_remembered_size(
    qtbot, qapp: QApplication, session, settings
) -> None:
    qapp.setStyleSheet("")
    usual = qapp.font().pointSizeF()
    theme = Theme(qapp, Scheme.LIGHT, 150)
    window = MainWindow(session, theme, settings)
    qtbot.addWidget(window)
    theme.apply()
    with qtbot.waitSignal(window.painted, timeout=WAIT_MS):
        window.show()
    kinds = (QAbstractButton, QComboBox, QLineEdit, QMenuBar)
    shown = [one for kind in kinds for one in window.findChildren(kind) if one.isVisible()]
    small = [one for one in shown if one.font().pointSizeF() < 1.3 * usual]
    window.close()
    theme.set_zoom(100)
    theme.deleteLater()
    assert len(shown) >= 5
    assert small == []
