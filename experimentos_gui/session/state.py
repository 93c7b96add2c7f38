"""What holds in the window now: the open file, how it is read, the plan, and what came of it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from experimentos_gui.session.lazily import (
    changes_of,
    empty_charter,
    no_choices,
    says_nothing,
    usual_roles,
)

if TYPE_CHECKING:
    from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan
    from experimentos_core.charter.chain import CharterChain
    from experimentos_core.charter.changes import Change
    from experimentos_core.experiment import Report
    from experimentos_core.healthcheck import Checkup
    from experimentos_core.reading.choices import Choice, Choices
    from experimentos_core.reading.columns.roles import ColumnRoles, ColumnUse
    from experimentos_core.reading.content import Content
    from experimentos_core.reading.interpretation import Interpretation
    from experimentos_core.reading.table import Table
    from experimentos_gui.models.continuous import ContinuousMetrics
    from experimentos_gui.models.variants import Variant
    from experimentos_gui.session.undoing import Step, Whole
    from experimentos_gui.session.work import Opened, Reading


class SessionState(QObject):
    """Everything about one experiment that may be looked at; the session changes it."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin with nothing open."""
        super().__init__(parent)
        self._opened: Opened | None = None
        self._reading: Reading | None = None
        self._choices: Choices | None = None
        self._steps: list[Step] = []
        self._fallback: tuple[tuple[Step, ...], Charter] | None = None
        self._replaced: Whole | None = None
        self._roles: ColumnRoles | None = None
        self._charter: Charter | None = None
        self._is_planning = False
        self._chain: CharterChain | None = None
        self._uid = ""
        self._typed = ""
        self._checkup: Checkup | None = None
        self._report: Report | None = None
        self._source_path: Path | None = None
        self._last: tuple[Choices, Charter, Reading, ColumnRoles, Report] | None = None

    @property
    def interpretation(self) -> "Interpretation | None":
        """The reading of the open file; None before any is open."""
        return self._reading.interpretation if self._reading is not None else None

    @property
    def table(self) -> "Table | None":
        """What is checked; None before a file is open, or while it depends on an answer."""
        return self._reading.interpretation.table if self._reading is not None else None

    @property
    def uses(self) -> "tuple[ColumnUse, ...]":
        """What each column of the table would be taken for if it played no required part."""
        return self._reading.uses if self._reading is not None else ()

    @property
    def variants(self) -> "tuple[Variant, ...]":
        """The rows of the table that are variants, by the columns of the reading."""
        return self._reading.variants if self._reading is not None else ()

    @property
    def continuous(self) -> "ContinuousMetrics | None":
        """The continuous metrics of the reading; None before a file is open."""
        return self._reading.continuous if self._reading is not None else None

    @property
    def choices(self) -> "Choices":
        """What was chosen about the reading."""
        if self._choices is None:
            self._choices = no_choices()
        return self._choices

    @property
    def remembered(self) -> "tuple[Choice, ...]":
        """The choices that were taken over from last time and still hold."""
        if self._opened is None:
            return ()
        return tuple(choice for choice in self._opened.remembered if choice in self.choices.chosen)

    @property
    def remembered_guardrails(self) -> "tuple[GuardrailPlan, ...] | None":
        """The guardrails that were taken over from last time; None where none were, or no more."""
        taken = self._opened.guardrails if self._opened is not None else None
        return taken if taken == self.charter.guardrails else None

    @property
    def remembered_primary(self) -> "PrimaryPlan | None":
        """The mean that decides as it did last time; None where none was taken over, or no more."""
        taken = self._opened.primary if self._opened is not None else None
        return taken if taken == self.charter.primary else None

    @property
    def roles(self) -> "ColumnRoles":
        """Which column plays which part."""
        if self._roles is None:
            self._roles = usual_roles()
        return self._roles

    @property
    def charter(self) -> "Charter":
        """The plan; its guardrails are None while those proposed from the table are taken."""
        if self._charter is None:
            self._charter = empty_charter()
        return self._charter

    @property
    def chain(self) -> "CharterChain | None":
        """Every version of the locked plan; None while the plan is not locked."""
        return self._chain

    @property
    def uid(self) -> str:
        """The experiment in the history; empty before anything of it is kept."""
        return self._uid

    @property
    def typed(self) -> str:
        """The plan as it stands in the fields, where that is not a possible one; else empty."""
        return self._typed

    @property
    def unamended(self) -> "tuple[Change, ...]":
        """What the plan says otherwise than its latest locked version."""
        return changes_of(self._chain, self.charter) if self._chain is not None else ()

    @property
    def is_planning(self) -> bool:
        """Whether the plan came first: it may be made without data, and stays when data comes."""
        return self._is_planning

    @property
    def keeps_plan(self) -> bool:
        """Whether another file is held to the plan there is, instead of beginning another one."""
        return self._is_planning or self._chain is not None

    @property
    def has_work(self) -> bool:
        """Whether there is anything one may want to come back to: data, or a plan before it."""
        if self._opened is not None or self._chain is not None:
            return True
        return self._is_planning and self.charter != empty_charter()

    @property
    def checkup(self) -> "Checkup | None":
        """The health check of this very table and plan; None while it is not known."""
        return self._checkup

    @property
    def report(self) -> "Report | None":
        """The analysis of this very table and plan; None while there is none."""
        return self._report

    @property
    def is_nobodys_work(self) -> bool:
        """Whether what is open came as it is: a sample nobody changed, a memo nobody imported."""
        opened = self._opened
        if opened is None or opened.header_key or self._uid:
            return False
        if not opened.is_original:
            return True
        is_changed = opened.charter != self.charter or bool(self.choices.chosen)
        return not is_changed and self._chain is None

    @property
    def is_only_begun(self) -> bool:
        """Whether a file was opened as a new experiment and nothing was planned or found yet.

        What follows the data by itself, or is picked beside it, is no plan. Samples, memos and
        data that joined a plan are none of these.
        """
        opened = self._opened
        if opened is None or not (opened.is_original and opened.header_key):
            return False
        if self._is_planning or self._chain is not None or self._report is not None or self._typed:
            return False
        return says_nothing(self.charter)

    @property
    def original(self) -> "Content | None":
        """The open export as it stood; None where none is, or only the rows of a memo are there."""
        opened = self._opened
        return opened.content if opened is not None and opened.is_original else None

    @property
    def source_path(self) -> Path | None:
        """The open file; None where none is, or a table was pasted."""
        return self._source_path

    @property
    def source_name(self) -> str:
        """What is open, by its name; empty where nothing is."""
        return self._opened.content.name if self._opened is not None else ""

    @property
    def work_name(self) -> str:
        """The name the plan gives the experiment, else that of what is open."""
        planned = self._charter.name if self._charter is not None else ""
        return planned or self.source_name or ("the plan" if self.has_work else "")

    @property
    def is_rereading(self) -> bool:
        """Whether something was chosen that the table does not follow yet."""
        return self._reading is not None and self.choices != self._reading.interpretation.choices

    @property
    def is_ready(self) -> bool:
        """Whether there is a table and nothing about it is open."""
        interpretation = self.interpretation
        return interpretation is not None and interpretation.is_ready and not self.is_rereading

    @property
    def can_undo(self) -> bool:
        """Whether a step can be taken back, or what was open before."""
        return bool(self._steps) or self._replaced is not None

    # --- as a whole

    def _whole(self) -> "Whole | None":
        """Return all that could be lost if another file were opened; None where nothing could.

        A reading that another one is about to replace counts as it stands.
        """
        if not self.has_work:
            return None
        steps, charter = tuple(self._steps), self.charter
        if self.is_rereading and self._fallback is not None:
            steps, charter = self._fallback
        from experimentos_gui.session.undoing import Whole  # noqa: PLC0415 - opens without it

        return Whole(
            opened=self._opened,
            reading=self._reading,
            charter=charter,
            is_planning=self._is_planning,
            chain=self._chain,
            uid=self._uid,
            typed=self._typed,
            steps=steps,
            source_path=self._source_path,
            last=self._last,
            report=self._report,
        )

    def _become(self, whole: "Whole") -> None:
        """Take everything but the report from `whole`."""
        self._opened = whole.opened
        self._source_path = whole.source_path
        self._reading, self._choices, self._roles = None, None, None
        if whole.reading is not None:
            self._take_reading(whole.reading)
        self._charter = whole.charter
        self._is_planning = whole.is_planning
        self._chain = whole.chain
        self._uid, self._typed = whole.uid, whole.typed
        self._steps = list(whole.steps)
        self._fallback = None
        self._last = whole.last

    def _take_reading(self, reading: "Reading") -> None:
        self._reading = reading
        self._choices = reading.interpretation.choices
        self._roles = reading.interpretation.roles
