"""Data health: was the data fit to decide on, and what was found."""

from experimentos_core.experiment import Report
from experimentos_core.foundation.formatting import count, p_equals, statistic
from experimentos_core.foundation.values import HealthStatus, Severity
from experimentos_core.healthcheck import Finding, SampleRatio
from experimentos_core.memo.blocks import (
    Block,
    Bullets,
    Heading,
    Line,
    Paragraph,
    Section,
    SectionName,
    Strong,
)
from experimentos_core.memo.wording import HEALTH_SYMBOLS, MOST_ROWS, SEVERITY_SYMBOLS, name

_MEANINGS = {
    HealthStatus.HEALTHY: "nothing speaks against the data.",
    HealthStatus.WARNING: "the data can be used, but read the warnings first.",
    HealthStatus.BLOCKED: "the data cannot be used until these findings are mended.",
}
_SPLIT_WORDS = {
    HealthStatus.HEALTHY: "Users arrived in the planned split",
    HealthStatus.WARNING: "Users may not have arrived in the planned split",
    HealthStatus.BLOCKED: "Users did not arrive in the planned split",
}
_FEW_ARMS = 4


def health_section(report: Report) -> Section:
    """Return the status, the split test and every finding, worst first."""
    health = report.health
    status = health.overall_status
    lead = (Strong(f"{HEALTH_SYMBOLS[status]} {status.value}:"), _MEANINGS[status])
    lines: list[Line] = [_finding(finding) for finding in health.issues[:MOST_ROWS]]
    left_out = health.issues[MOST_ROWS:]
    if left_out:
        lines.append(f"{count(len(left_out))} more findings are in the report's data.")
    split = _split(health.srm)
    blocks: list[Block] = [Heading("Data health")]
    if status is HealthStatus.BLOCKED:
        blocks += [Paragraph(lead), Bullets(tuple(lines)), Paragraph(split)]
    else:
        blocks += [Paragraph((*lead, split)), *([Bullets(tuple(lines))] if lines else [])]
    return Section(name=SectionName.HEALTH, blocks=tuple(blocks))


def _split(ratio: SampleRatio | None) -> str:
    if ratio is None:
        return "The split could not be tested."
    test = f"chi-square {statistic(ratio.chi2)}, {count(ratio.df)} df"
    sentence = f"{_SPLIT_WORDS[ratio.status]} ({p_equals(ratio.p_value)}, {test})"
    if len(ratio.observed) > _FEW_ARMS:
        return f"{sentence}."
    labels = " / ".join(name(label) for label in ratio.observed)
    if ratio.status is not HealthStatus.HEALTHY:  # the finding has the counts
        return f"{sentence}; the variants are {labels}."
    arrived = " / ".join(count(users) for users in ratio.observed.values())
    expected = " / ".join(count(round(users)) for users in ratio.expected.values())
    return f"{sentence}: {labels} have {arrived} users, expected were {expected}."


def _finding(finding: Finding) -> Line:
    where = f"({finding.where})" if finding.where and not _says_where(finding) else ""
    if finding.severity is Severity.NOTE:
        return ("Note:", finding.message, finding.hint)
    lead = f"{SEVERITY_SYMBOLS[finding.severity]} {finding.severity.value}:"
    return (Strong(lead), finding.message, where, finding.hint)


def _says_where(finding: Finding) -> bool:
    """Whether the message already names the row it is about, or the whole place is a variant."""
    place = finding.place
    return place.row is None or (place.line or f"row {place.row}") in finding.message.lower()
