"""Provenance: which data this rests on, and which program made it."""

import hashlib
from typing import Final

from experimentos_core.achieved import counting_version
from experimentos_core.charter.chain import canonical
from experimentos_core.experiment import Report
from experimentos_core.foundation.codec import to_plain
from experimentos_core.foundation.formatting import count
from experimentos_core.foundation.values import MetricKind
from experimentos_core.memo.blocks import (
    Heading,
    Line,
    Paragraph,
    Section,
    SectionName,
    Span,
    Strong,
)
from experimentos_core.memo.wording import MOST_ROWS, name

_FIRST_WITH_DIGESTS: Final = 2


SHOWN: Final = 16
"""Digits of a digest that are printed; the data block holds those of the rows whole."""


def provenance_section(report: Report) -> Section:
    """Return what anyone needs to make the same memo again."""
    data = report.input
    line: Line = (
        Strong("Data:"),
        f"{name(data.name)}, {count(len(data.rows))} rows, {data.dialect};",
        f"columns: {', '.join(_columns(report))}.",
        Strong("SHA-256:"),
        f"{data.sha256}.",
        *_digests(report),
        Strong("Program:"),
        _program(report),
        *_simulation(report),
        *_seal(report),
        "The HTML memo holds the data and all results.",
    )
    return Section(name=SectionName.PROVENANCE, blocks=(Heading("Provenance"), Paragraph(line)))


def report_digest(report: Report) -> str:
    """Return the SHA-256, in hexadecimal, of a whole report in canonical JSON."""
    return hashlib.sha256(canonical(to_plain(report))).hexdigest()


def _digests(report: Report) -> tuple[Span, ...]:
    """What the data and the whole report in the HTML memo must come to; since format 2."""
    if report.schema_version < _FIRST_WITH_DIGESTS:
        return ()
    return (
        f"Of the rows as read: {report.input.table_sha256[:SHOWN]},",
        f"of all results: {report_digest(report)[:SHOWN]} (their first digits).",
    )


def _columns(report: Report) -> list[str]:
    """Return which column played which part; conversions only where they were asked for."""
    roles, primary = report.input.roles, report.primary
    parts = [("variant", roles.variant), ("users", roles.users)]
    if primary is None or primary.kind is MetricKind.RATE:
        parts.append(("conversions", roles.conversions))
    sizes = {result.metric: result.per for result in report.continuous}
    if primary is not None and primary.per:
        sizes = {primary.metric: primary.per, **sizes}
    parts += [(f"n of {name(metric)}", per) for metric, per in list(sizes.items())[:MOST_ROWS]]
    return [f"{part} = {name(column)}" for part, column in parts]


def _simulation(report: Report) -> tuple[Span, ...]:
    view = report.bayesian
    if view is None:
        return ()
    return (Strong("Simulation:"), f"seed {view.seed}, {count(view.draws)} draws a variant.")


def _seal(report: Report) -> tuple[Span, ...]:
    locked = counting_version(report)
    if locked is None:
        return ()
    version = f"version {count(locked.version)}, SHA-256 {locked.sha256}."
    return (Strong("Locked plan:"), version)


def _program(report: Report) -> str:
    libraries = "".join(f", {name(key)} {name(text)}" for key, text in report.libraries.items())
    version = count(report.schema_version)
    return f"ExperimentOS {report.app_version}{libraries}, report format {version}."
