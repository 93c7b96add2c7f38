"""The fields of the plan, as plain questions; shows a draft and tells when one was typed."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.foundation.values import Correction, GuardrailRule
from experimentos_gui.theme import GAP, SPACE
from experimentos_gui.widgets.labels import buddy_label, plain_label
from experimentos_gui.widgets.layouts import column, row
from experimentos_gui.wizard.candidates import Candidate
from experimentos_gui.wizard.choice import Choice
from experimentos_gui.wizard.draft import CharterDraft
from experimentos_gui.wizard.guardrail_editor import GuardrailEditor
from experimentos_gui.wizard.metric_editor import MetricEditor
from experimentos_gui.wizard.number_field import NumberField
from experimentos_gui.wizard.numbers import number_text
from experimentos_gui.wizard.question import Question, Trouble
from experimentos_gui.wizard.split_editor import SplitEditor
from experimentos_gui.wizard.troubles import FieldKey, FieldKind

_RULES: Final = {
    GuardrailRule.EVIDENCE: (
        "Evidence (usual)",
        "Harm that is not proven holds a launch back only from the severe margin on.",
    ),
    GuardrailRule.POINT: (
        "Point",
        "Harm counts as soon as the measured change reaches a margin, also by chance.",
    ),
    GuardrailRule.STRICT: (
        "Strict",
        "A guardrail must be shown to be safe; one that is not clear stops a launch.",
    ),
}
_CORRECTIONS: Final = {
    Correction.BONFERRONI: (
        "Bonferroni (usual)",
        "Each comparison must be surer, so that the whole test errs no more often than planned.",
    ),
    Correction.HOLM: ("Holm", "The same promise, a little more likely to find an effect."),
    Correction.FDR_BH: (
        "Benjamini-Hochberg",
        "Limits the share of false finds among all finds; for many treatments.",
    ),
    Correction.NONE: ("None", "Every treatment as if it were alone; more false finds."),
}
_HYPOTHESIS_LINES: Final = 3
_FIELD_WIDTH: Final = 64 * SPACE


class CharterForm(QWidget):
    """Every field of a CharterDraft.

    Signals:
        edited(): The person changed something; `draft` is new.
    """

    edited = Signal()

    def __init__(self) -> None:
        """Make an empty form."""
        super().__init__()
        self._draft = CharterDraft()
        self.name = _line("Checkout button, spring")
        self.owner = _line("Who answers for the decision")
        self.hypothesis = _paragraph("What should change, and why?")
        self.primary = MetricEditor()
        self.secondary = _line("Page views, time on site")
        self.split = SplitEditor()
        self.alpha = NumberField("Significance level", "0.01", 2)
        self._alpha_trouble = Trouble()
        self.rule = Choice("Guardrail rule:", _RULES)
        self.guardrails = GuardrailEditor()
        self.correction = Choice("Correction:", _CORRECTIONS)
        self.setLayout(self._arrange())
        self._connect()

    @property
    def draft(self) -> CharterDraft:
        """The plan as typed."""
        return self._draft

    def load(
        self,
        draft: CharterDraft,
        conversions: str,
        candidates: tuple[Candidate, ...] = (),
        *,
        has_data: bool = True,
    ) -> None:
        """Show this plan.

        Args:
            draft: The plan.
            conversions: What the primary metric is called while nothing is typed.
            candidates: The metrics that may decide.
            has_data: Whether the data names variants and guardrails; else they may be typed.
        """
        self._draft = draft
        for field, text in (
            (self.name, draft.name),
            (self.owner, draft.owner),
            (self.secondary, draft.secondary),
        ):
            if field.text() != text:
                field.setText(text)
        if self.hypothesis.toPlainText() != draft.hypothesis:
            with QSignalBlocker(self.hypothesis):
                self.hypothesis.setPlainText(draft.hypothesis)
        self.primary.name.setPlaceholderText(conversions)
        self.primary.load(
            draft.metric,
            draft.decider,
            draft.kind,
            draft.direction,
            candidates,
            has_data=has_data,
            is_mean=draft.kind is None and draft.size.is_mean,
        )
        self.split.load(draft.shares, is_stated=draft.is_split_stated, has_data=has_data)
        self.alpha.set_text(draft.alpha)
        self.rule.set_value(draft.guardrail_rule)
        self.guardrails.load(draft.guardrails, has_data=has_data)
        self.correction.set_value(draft.correction)
        self._several.setVisible(sum(share.is_in_data for share in draft.shares) > 2)  # noqa: PLR2004 - one control, several treatments

    def show_troubles(self, troubles: dict[FieldKey, str]) -> None:
        """Say beside each field why it cannot be used."""
        sentence = troubles.get((FieldKind.ALPHA, ""), "")
        self._alpha_trouble.say(sentence)
        self.alpha.set_trouble(sentence)
        self.split.show_troubles(troubles)
        self.guardrails.show_troubles(troubles)

    def _arrange(self) -> QVBoxLayout:
        texts = column(spacing=SPACE // 2)
        for caption, field in (
            ("&Name of the experiment", self.name),
            ("&Owner", self.owner),
            ("H&ypothesis", self.hypothesis),
        ):
            texts.addWidget(buddy_label(caption, field))
            texts.addWidget(field)
            texts.addSpacing(SPACE)
        metric = column(self.primary, spacing=SPACE // 2)
        metric.addSpacing(SPACE)
        metric.addWidget(buddy_label("Looked at bes&ides, deciding nothing", self.secondary))
        metric.addWidget(self.secondary)
        level = row(self.alpha, self._alpha_trouble, spacing=GAP)
        level.addStretch()
        certainty = column(
            buddy_label("Significance &level (alpha)", self.alpha), spacing=SPACE // 2
        )
        certainty.addLayout(level)
        usual = number_text(DEFAULT_THRESHOLDS.alpha)
        certainty.addWidget(
            plain_label(f"The usual level is {usual}: one false alarm in twenty.", "hint")
        )
        guardrails = column(self.guardrails, spacing=GAP)
        guardrails.addWidget(plain_label("When does a guardrail count as harmed?", "strong"))
        guardrails.addWidget(self.rule)
        self._several = Question(
            "More than one treatment",
            "Several chances to be lucky: how are they paid for?",
            column(self.correction),
        )
        return self._stack(texts, metric, certainty, guardrails)

    def _stack(
        self,
        texts: QVBoxLayout,
        metric: QVBoxLayout,
        certainty: QVBoxLayout,
        guardrails: QVBoxLayout,
    ) -> QVBoxLayout:
        questions = (
            Question("What is tested?", "All of this may stay empty.", texts, _FIELD_WIDTH),
            Question(
                "What decides?",
                "The one metric the decision is about, and which way is good.",
                metric,
                _FIELD_WIDTH,
            ),
            Question(
                "How are users to be split?",
                "Any numbers will do; they are read as shares. The data is checked against them.",
                column(self.split),
            ),
            Question(
                "How sure must it be?",
                "How often may an effect be found where there is none?",
                certainty,
            ),
            Question(
                "What must not get worse?",
                "A margin is a change in percentage points (pp): 0.10 pp is one user in a "
                "thousand; or in percent of the control's value. A mean may have one in its own "
                "unit.",
                guardrails,
            ),
            self._several,
        )
        layout = column(spacing=0)
        for question in questions:
            layout.addWidget(question)
        layout.addStretch(1)
        return layout

    def _connect(self) -> None:
        for line in (self.name, self.owner, self.secondary):
            line.textEdited.connect(self._on_edited)
        self.hypothesis.textChanged.connect(self._on_edited)
        self.alpha.edited.connect(self._on_edited)
        for choice in (self.rule, self.correction):
            choice.chosen.connect(self._on_edited)
        self.primary.edited.connect(self._on_edited)
        self.split.edited.connect(self._on_edited)
        self.guardrails.edited.connect(self._on_edited)

    @Slot()
    def _on_edited(self) -> None:
        self._draft = replace(
            self._draft,
            name=self.name.text(),
            owner=self.owner.text(),
            hypothesis=self.hypothesis.toPlainText(),
            metric=self.primary.planned_name,
            decider=self.primary.decider,
            kind=self.primary.kind,
            direction=self.primary.direction.value,
            secondary=self.secondary.text(),
            is_split_stated=self.split.is_stated,
            shares=self.split.shares,
            alpha=self.alpha.text(),
            guardrail_rule=self.rule.value,
            correction=self.correction.value,
            guardrails=self.guardrails.drafts,
            size=self._draft.size.of_kind(is_mean=self.primary.is_mean),
        )
        self.edited.emit()


def _line(placeholder: str) -> QLineEdit:
    line = QLineEdit()
    line.setPlaceholderText(placeholder)
    return line


def _paragraph(placeholder: str) -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setPlaceholderText(placeholder)
    field.setTabChangesFocus(True)
    lines = _HYPOTHESIS_LINES * field.fontMetrics().lineSpacing()
    field.setFixedHeight(lines + 3 * SPACE)
    return field
