"""The decision that was taken: by whom, when, and why where it is not what was recommended."""

from experimentos_core.experiment import Report
from experimentos_core.foundation.formatting import NOT_AVAILABLE
from experimentos_core.foundation.values import Verdict
from experimentos_core.memo.blocks import (
    Block,
    Heading,
    Line,
    Paragraph,
    Section,
    SectionName,
    Strong,
    Table,
)
from experimentos_core.memo.wording import VERDICT_SYMBOLS, name
from experimentos_core.taken import DecisionTaken

_MINUTE = len("2026-03-01T09:30")
_OVERRIDE = "Not what the rules recommend:"


def is_overridden(report: Report) -> bool:
    """Whether a person decided otherwise than recommended; the memo then begins with it."""
    return report.taken is not None and report.taken.is_override


def taken_section(report: Report) -> Section:
    """Return what was recommended and what was decided.

    Raises:
        ValueError: For a report without a decision taken.
    """
    taken = report.taken
    if taken is None:
        message = "no decision was taken on this report yet"
        raise ValueError(message)
    blocks: list[Block] = [Heading("Decision taken")]
    if taken.is_override:
        blocks.append(Paragraph((Strong(_OVERRIDE), taken.reason.strip() or NOT_AVAILABLE)))
    blocks.append(Table(header=("What", "Decision"), rows=tuple(_rows(taken))))
    return Section(name=SectionName.TAKEN, blocks=tuple(blocks))


def _rows(taken: DecisionTaken) -> list[tuple[Line, ...]]:
    rows: list[tuple[Line, ...]] = [
        (Strong("Recommended"), _verdict(taken.recommended, taken.recommended_variant)),
        (Strong("Taken"), Strong(_verdict(taken.decision, taken.variant))),
        (Strong("By"), f"{name(taken.by)}, {taken.at[:_MINUTE].replace('T', ' ')} UTC"),
    ]
    optional = (
        ("Approved by", ", ".join(name(approver) for approver in taken.approvers)),
        ("Reason", "" if taken.is_override else taken.reason.strip()),
        ("Follow-up", taken.follow_up),
        ("Note", taken.note.strip()),
    )
    return [*rows, *((Strong(title), text) for title, text in optional if text)]


def _verdict(verdict: Verdict, variant: str | None) -> str:
    arm = f" {name(variant)}" if variant is not None else ""
    return f"{VERDICT_SYMBOLS[verdict]} {verdict.value}{arm}"
