"""The pictures of the Bayesian view, of one metric at a time."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from experimentos_core.bayesian import BayesianView
from experimentos_core.experiment import Report
from experimentos_core.memo.wording import name
from experimentos_gui.results.chart_card import ChartCard
from experimentos_gui.results.chart_maker import ChartMaker
from experimentos_gui.results.drawing import ChartKind
from experimentos_gui.theme import GAP, SPACE
from experimentos_gui.widgets.labels import buddy_label
from experimentos_gui.widgets.layouts import column, row

_FEWEST_CHARACTERS = 24


class BeliefCharts(QWidget):
    """Posterior densities and the distribution of the lift, of the metric that is picked."""

    def __init__(self, maker: ChartMaker, parent: QWidget | None = None) -> None:
        """Make empty charts, drawn by `maker`."""
        super().__init__(parent)
        self._report: Report | None = None
        self._metrics: tuple[str, ...] = ()
        self._picker = QComboBox()
        self._picker.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._picker.setMinimumContentsLength(_FEWEST_CHARACTERS)
        self._picker.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._cards = (
            ChartCard(ChartKind.BELIEFS, "What each variant's true value may be", maker),
            ChartCard(ChartKind.LIFT, "What the true change may be", maker),
        )
        picking = row(buddy_label("&Charts of", self._picker), self._picker, spacing=SPACE)
        picking.addStretch(1)
        self._picking = QWidget()
        self._picking.setLayout(picking)
        self.setLayout(column(self._picking, *self._cards, spacing=GAP))
        self._picker.currentIndexChanged.connect(self._show_picked)

    def set_view(self, report: Report, view: BayesianView) -> None:
        """Offer the metrics of this view and show the primary one."""
        self._report = report
        self._metrics = tuple(belief.metric for belief in view.beliefs)
        self._picker.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self._picker.clear()
        self._picker.addItems([name(metric) for metric in self._metrics])
        self._picker.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self._picking.setVisible(len(self._metrics) > 1)
        self._show_picked()

    def clear(self) -> None:
        """Show nothing."""
        self._report = None
        for card in self._cards:
            card.clear()

    @Slot()
    def _show_picked(self) -> None:
        index = self._picker.currentIndex()
        if self._report is not None and index >= 0:
            metric = self._metrics[index] if index else None
            for card in self._cards:
                card.show_chart(self._report, metric)
