from pathlib import Path

import pytest

from experimentos_core.foundation.errors import ExportError
from experimentos_core.memo import generate_memo
from experimentos_core.memo.export import MEMO_SUFFIXES, write_memo
from tests.helpers.memos import sample_report


@pytest.fixture(scope="module")
def report():
    return sample_report("landing_page")


def test_the_ending_chooses_the_form(report, tmp_path: Path) -> None:
    memo = generate_memo(report)
    write_memo(report, tmp_path / "a.md")
    write_memo(report, tmp_path / "a.HTML")
    assert (tmp_path / "a.md").read_bytes() == memo.markdown.encode()
    assert (tmp_path / "a.HTML").read_bytes() == memo.html.encode()


def test_a_pdf_is_made_from_the_html_by_the_given_writer(report, tmp_path: Path) -> None:
    seen = []
    write_memo(report, tmp_path / "a.pdf", lambda html, path: seen.append((html, path)))
    assert seen == [(generate_memo(report).html, tmp_path / "a.pdf")]


def test_a_pdf_needs_a_writer(report, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="PDF"):
        write_memo(report, tmp_path / "a.pdf")


def test_a_writer_that_cannot_draw_is_a_sentence(report, tmp_path: Path) -> None:
    def cannot(html: str, path: Path) -> None:
        message = "libEGL is missing"
        raise OSError(message)

    with pytest.raises(ExportError, match="libEGL is missing") as caught:
        write_memo(report, tmp_path / "a.pdf", cannot)
    assert caught.value.hint


@pytest.mark.parametrize("name", ["a.docx", "memo", "a.html.exe"])
def test_another_ending_is_refused_before_anything_is_written(report, tmp_path, name) -> None:
    with pytest.raises(ExportError, match="cannot be written as") as caught:
        write_memo(report, tmp_path / name)
    assert all(suffix in caught.value.hint for suffix in MEMO_SUFFIXES)
    assert not list(tmp_path.iterdir())


def test_a_missing_folder_is_a_sentence(report, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="could not be written"):
        write_memo(report, tmp_path / "none" / "a.md")
