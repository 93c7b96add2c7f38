"""The figures as CSV: read back whole, and nothing in it is computed by a spreadsheet."""

import csv
import io
from dataclasses import replace

import pytest

from experimentos_core.foundation.errors import ExportError
from experimentos_gui.verification.csv_export import figures_csv, save_csv
from experimentos_gui.verification.figure_rows import FigureRow

ROW = FigureRow(
    case='Fast food, "promotion 2" against 1', source="R 4.2.2, pt; data: made",
    method="exact test", figure="p-value", expected="-0.0311", got="-0.03132706877377826",
    difference=-2.270687737782596e-04, tolerance=5e-05, agrees=False,
)  # fmt: skip


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_every_field_is_read_back_in_full() -> None:
    head, line = read(figures_csv([ROW]))
    assert head == [
        *("result", "case", "source", "method", "figure"),
        *("expected", "got", "difference", "tolerance"),
    ]
    assert line == [
        "differs", ROW.case, ROW.source, ROW.method, ROW.figure, "-0.0311",
        "-0.03132706877377826", "-0.0002270687737782596", "5e-05",
    ]  # fmt: skip


def test_it_is_marked_as_utf8_and_ends_its_lines_as_the_standard_says() -> None:
    text = figures_csv([ROW])
    assert text.startswith("\ufeffresult,case,")
    assert text.count("\r\n") == 2
    assert text.endswith("\r\n")


@pytest.mark.parametrize(
    "cell", ["=1+1", "+cmd|x", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1", "-", "+1"]
)
def test_what_a_spreadsheet_would_compute_is_made_inert(cell) -> None:
    row = replace(ROW, case=cell, source=cell, got=cell)
    line = read(figures_csv([row]))[1]
    assert {line[1], line[2], line[6]} == {f"'{cell}"}


@pytest.mark.parametrize("number", ["-0.0311", "1.5e-12", "-1e+300", "0", "2.0"])
def test_numbers_stay_numbers(number) -> None:
    assert read(figures_csv([replace(ROW, got=number)]))[1][6] == number


def test_words_have_empty_differences() -> None:
    row = replace(ROW, expected="undefined", got="undefined", difference=None, tolerance=None)
    assert read(figures_csv([row]))[1][5:] == ["undefined", "undefined", "", ""]


def test_it_is_written_whole_or_not_at_all(tmp_path) -> None:
    path = tmp_path / "figures.csv"
    assert save_csv([ROW], path) == path
    assert path.read_bytes() == figures_csv([ROW]).encode()
    with pytest.raises(ExportError):
        save_csv([ROW], tmp_path / "gone" / "figures.csv")
