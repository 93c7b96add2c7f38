"""The wizard as a person uses it: files, heads, lists, fields and buttons, by what they say."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWizard
from pytestqt.qtbot import QtBot

from experimentos_core.foundation.values import HealthStatus
from experimentos_core.samples import all_samples
from experimentos_gui.session import ExperimentSession
from experimentos_gui.wizard.assignments import PART_IN_FULL, Part
from experimentos_gui.wizard.flow import Step
from experimentos_gui.wizard.guardrail_editor import GuardrailRow
from experimentos_gui.wizard.number_field import NumberField
from experimentos_gui.wizard.wizard import ExperimentWizard

TIDY = "variant,users,conversions,errors,orders\ncontrol,10234,512,10,600\nnew,10190,561,12,640\n"
GUESSED = "group,visitors,signups,cancel\nA,10234,512,10\nB,10190,561,12\n"
BLOCKED = "variant,users,conversions,errors\ncontrol,10000,12000,\nnew,-100,n/a,3\n"
THREE_ARMS = "variant,users,conversions\ncontrol,9000,900\nb,9010,910\nc,9005,905\n"
NAMELESS = "name,headcount,outcome\nred,10234,512\nblue,10190,561\n"

_PATIENCE_MS = 20_000


class WizardDriver:
    """Acts through the widgets and reads what they show."""

    def __init__(
        self, qtbot: QtBot, session: ExperimentSession, wizard: ExperimentWizard, folder: Path
    ) -> None:
        self.qtbot = qtbot
        self.session = session
        self.wizard = wizard
        self._folder = folder

    # --- files

    def open(self, text: str | bytes, name: str = "export.csv") -> None:
        """Open a file and wait until it has been checked."""
        path = self._folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        self.open_path(path)

    def open_sample(self, sample_id: str) -> None:
        self.open_path(next(s for s in all_samples() if s.id == sample_id).path)

    def open_path(self, path: Path) -> None:
        before = self.session.table
        self.session.open_file(path)
        self.qtbot.waitUntil(lambda: self.session.table is not before, timeout=_PATIENCE_MS)
        self.settle()

    def settle(self) -> None:
        """Wait until the health check has caught up with the plan."""
        self.qtbot.waitUntil(
            lambda: self.session.checkup is not None and not self.session.is_busy,
            timeout=_PATIENCE_MS,
        )

    @property
    def status(self) -> HealthStatus:
        assert self.session.checkup is not None
        return self.session.checkup.health.overall_status

    # --- pages and buttons

    @property
    def step(self) -> Step:
        return self.wizard.step

    def button(self, which: QWizard.WizardButton) -> QAbstractButton:
        return self.wizard.pages.button(which)

    @property
    def next_button(self) -> QAbstractButton:
        return self.button(QWizard.WizardButton.NextButton)

    @property
    def analyse_button(self) -> QAbstractButton:
        return self.button(QWizard.WizardButton.FinishButton)

    def next(self) -> None:
        self._click(self.next_button)

    def back(self) -> None:
        self._click(self.button(QWizard.WizardButton.BackButton))

    def cancel(self) -> None:
        self._click(self.button(QWizard.WizardButton.CancelButton))

    def analyse(self) -> None:
        self._click(self.analyse_button)

    @property
    def reason(self) -> str:
        """What stands above the buttons."""
        page = self.wizard.data_page if self.step is Step.DATA else self.wizard.charter_page
        return page.foot.text

    # --- data page

    @property
    def parts(self) -> list[str]:
        """What each head of the table says."""
        model = self.panel.preview.preview
        return [part.value for c in range(model.columnCount()) if (part := model.part(c))]

    @property
    def panel(self):
        return self.wizard.data_page.panel

    def choose_part(self, column: str, part: Part) -> None:
        """Open the menu of a head and choose in it."""
        assert self.session.table is not None
        heads = self.panel.preview.heads
        menu = heads.make_menu(self.session.table.header.index(column))
        assert menu is not None
        next(a for a in menu.actions() if a.text() == PART_IN_FULL[part]).trigger()
        menu.close()

    def choose_control(self, name: str) -> None:
        box = self.panel.control._box
        box.setFocus()
        index = box.findText(name)
        assert index >= 0
        box.setCurrentIndex(index)
        box.activated.emit(index)

    def confirm_control(self) -> None:
        self._click(self.panel.control._confirm)

    @property
    def asks_for_confirmation(self) -> bool:
        return self.panel.control._confirm.isVisibleTo(self.panel.control)

    @property
    def control(self) -> str:
        return self.panel.control._box.currentText()

    @property
    def outcomes(self) -> list[str]:
        """What is said of each variant."""
        grid = self.panel.control._outcomes
        rows = range(grid.count() // 2)
        texts = [
            grid.itemAtPosition(row, place).widget().accessibleName()
            for row in rows
            for place in (0, 1)
        ]
        return [f"{texts[2 * row]}: {texts[2 * row + 1]}" for row in rows]

    @property
    def findings(self) -> list[str]:
        views = (self.panel.findings, self.panel.remarks)
        return [finding.message for view in views for finding in view.findings]

    def click_finding(self, number: int) -> None:
        view = self.panel.findings
        index = view.model().index(number, 1)
        view.scrollTo(index)
        centre = view.visualRect(index).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=centre)

    @property
    def selected_cells(self) -> set[tuple[int, int]]:
        return {(i.row(), i.column()) for i in self.panel.preview.selectedIndexes()}

    # --- charter page

    @property
    def form(self):
        return self.wizard.charter_page.form

    def type_into(self, field, text: str) -> None:
        """Replace what a field holds, key by key."""
        target = field.lineEdit() if isinstance(field, NumberField) else field
        field.setFocus()
        target.selectAll()
        QTest.keyClick(target, Qt.Key.Key_Delete)
        QTest.keyClicks(target, text)

    def share(self, variant: str) -> NumberField:
        names = [share.variant for share in self.form.split.shares]
        return self.form.split.fields[names.index(variant)]

    def guardrail(self, name: str) -> GuardrailRow:
        return next(row for row in self.form.guardrails.rows if row.draft.name == name)

    def visible_troubles(self) -> list[str]:
        """Every sentence beside a field."""
        from experimentos_gui.wizard.question import Trouble

        labels = self.form.findChildren(Trouble)
        return [label.accessibleName() for label in labels if label.isVisibleTo(self.form)]

    def _click(self, button: QAbstractButton) -> None:
        assert button.isVisibleTo(self.wizard), button.text()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
        QApplication.processEvents()
