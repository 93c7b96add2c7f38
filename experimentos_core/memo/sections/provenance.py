"""Provenance: which data this rests on, and which program made it."""

from experimentos_core.experiment import Report
from experimentos_core.foundation.formatting import count
from experimentos_core.memo.blocks import Bullets, Heading, Line, Section, SectionName, Strong
from experimentos_core.memo.wording import name


def provenance_section(report: Report) -> Section:
    """Return what anyone needs to make the same memo again."""
    data, roles = report.input, report.input.roles
    parts = zip(("variant", "users", "conversions"), roles.required, strict=True)
    columns = f"columns: {', '.join(f'{part} = {name(column)}' for part, column in parts)}."
    lines: tuple[Line, ...] = (
        (
            Strong("Data:"),
            f"{name(data.name)}, {count(len(data.rows))} rows, {data.dialect};",
            columns,
        ),
        (Strong("SHA-256:"), data.sha256),
        (
            Strong("Program:"),
            _program(report),
            "The HTML memo holds the data and all results.",
        ),
    )
    return Section(name=SectionName.PROVENANCE, blocks=(Heading("Provenance"), Bullets(lines)))


def _program(report: Report) -> str:
    libraries = "".join(f", {name(key)} {name(text)}" for key, text in report.libraries.items())
    version = count(report.schema_version)
    return f"ExperimentOS {report.app_version}{libraries}, report format {version}."
