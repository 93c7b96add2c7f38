"""Charts of a report as files: under which name, and drawn for paper."""

from pathlib import Path
from typing import TYPE_CHECKING

from experimentos_gui.results.drawing import Drawing, Ink, draw
from experimentos_gui.widgets.picture_files import copied_picture, save_picture

if TYPE_CHECKING:
    from PySide6.QtGui import QImage


def suggested_name(drawing: Drawing) -> str:
    """Return a file name without suffix: the experiment, the metric if any, what is shown."""
    from experimentos_core.memo.file_name import memo_file_name  # noqa: PLC0415 - on first use

    report = drawing.report
    experiment = memo_file_name(report.charter.name or Path(report.input.name).stem, "")
    metric = memo_file_name(drawing.metric, "") if drawing.metric else ""
    return " ".join(part for part in (experiment, metric, drawing.kind.value) if part)


def save_chart(drawing: Drawing, path: Path) -> Path:
    """Draw a chart for paper and write it in the format its path names; off the UI thread.

    Raises:
        ExportError: Where the file cannot be written.
    """
    return save_picture(draw(drawing, Ink.PRINT).svg, path)


def copied_chart(drawing: Drawing) -> "tuple[QImage, str]":
    """Draw a chart for paper, as a picture and as SVG; off the UI thread."""
    return copied_picture(draw(drawing, Ink.PRINT).svg)
