"""Cells to the clipboard and from it: tab-separated for spreadsheets, HTML for documents."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication

from experimentos_gui.theme import ItemRole

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")

_AS_TEXT = " style=\"mso-number-format:'\\@'\""  # a spreadsheet takes the cell as it is written


def copy_cells(model: QAbstractItemModel, selected: Sequence[QModelIndex]) -> None:
    """Copy the rectangle around the selected cells, or everything, with the headings."""
    rows = sorted({index.row() for index in selected}) or list(range(model.rowCount()))
    columns = sorted({index.column() for index in selected}) or list(range(model.columnCount()))
    chosen = {(index.row(), index.column()) for index in selected}
    cells = [
        [
            _cell_text(model.index(row, column)) if not chosen or (row, column) in chosen else ""
            for column in columns
        ]
        for row in rows
    ]
    head = [str(model.headerData(column, Qt.Orientation.Horizontal)) for column in columns]
    QGuiApplication.clipboard().setMimeData(table_mime_data(head, cells))


def copied_text() -> str:
    """Return the text that was copied, a spreadsheet's cells with tabs between them; or none."""
    return QGuiApplication.clipboard().text()


def table_mime_data(head: Sequence[str], cells: Sequence[Sequence[str]]) -> QMimeData:
    """Return a table as text with tabs and as HTML, both without anything that executes."""
    data = QMimeData()
    lines = ["\t".join(_tsv(cell) for cell in line) for line in (head, *cells)]
    data.setText("\n".join(lines))
    data.setHtml(_html_table(head, cells))
    return data


def _cell_text(index: QModelIndex) -> str:
    line = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
    detail = str(index.data(ItemRole.DETAIL) or "")
    return f"{line} ({detail})" if line and detail else line or detail


def _tsv(text: str) -> str:
    """Return a cell without tabs and line ends, and inert where a spreadsheet would compute it."""
    flat = " ".join(text.split())
    guarded = flat.startswith(_FORMULA_STARTS) and not _is_number(flat)
    return f"'{flat}" if guarded else flat


def _is_number(text: str) -> bool:
    """Whether a text is a signed figure such as '+0.30 pp (-0.12 to +0.72 pp)'."""
    allowed = set("0123456789+-.,%() \u2212")
    return all(set(word) <= allowed or word in ("pp", "to", "(pp)", "pp)") for word in text.split())


def _html_table(head: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    from html import escape  # noqa: PLC0415 - the window opens without it

    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    rows = "".join(
        f"<tr>{''.join(f'<td{_AS_TEXT}>{escape(cell)}</td>' for cell in line)}</tr>"
        for line in cells
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{rows}</tbody></table>"
