"""What is said above numbers that nobody should act on."""

from experimentos_core.experiment import Report
from experimentos_core.foundation.values import RuleCode
from experimentos_gui.theme import Tone
from experimentos_gui.widgets.labels import PlainLabel

_BROKEN_SPLIT = (
    "! Users did not arrive in the planned split, so these numbers are shown for the record only."
)


class RecordOnlyLabel(PlainLabel):
    """Seen only while the split of the users is broken."""

    def __init__(self) -> None:
        """Make a hidden label."""
        super().__init__(_BROKEN_SPLIT, "strong")
        self.set_tone(Tone.CAUTION)
        self.hide()

    def set_report(self, report: Report) -> None:
        """Show or hide it."""
        self.setVisible(report.decision.rule is RuleCode.SRM)
