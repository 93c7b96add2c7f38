import os
import subprocess
import sys
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from experimentos_core.foundation.errors import ExportError
from experimentos_core.memo import generate_memo
from experimentos_core.memo.charts import belief_figure_svg, interval_chart_svg
from experimentos_gui.memo.document import MemoDocument
from experimentos_gui.memo.pdf import render_pdf, write_pdf
from tests.core.memo.test_charts import texts
from tests.core.memo.test_hostile import hostile_report
from tests.helpers.experiments import report_of, two_arms
from tests.helpers.memo_reading import MemoReader, numbers
from tests.helpers.memos import CANONICAL, canonical_report

ROOT = Path(__file__).parents[3]


def words_of(content: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split()
    )


@pytest.mark.parametrize("name", CANONICAL)
def test_the_pdf_carries_exactly_the_numbers_of_the_html(name: str, qapp) -> None:
    report = canonical_report(name)
    memo = generate_memo(report)
    content = render_pdf(memo.html)
    found = Counter(numbers(words_of(content)))
    wanted = Counter(numbers(MemoReader(memo.html).text))
    for svg in (interval_chart_svg(report), belief_figure_svg(report)):
        if svg:
            wanted += Counter(numbers(" ".join(texts(svg))))
    pages = len(PdfReader(BytesIO(content)).pages)
    for page in range(pages):
        wanted += Counter(numbers(f"{memo.title} {page + 1} / {pages}"))
    assert found == wanted


@pytest.mark.parametrize(
    "name",
    [
        "game_gate",
        "fish_oil",
        "headline_cache",
        "severe_guardrail",
        "launch_with_guardrails",
        "mean_primary",
        "secondary_means",
        "locked_and_kept",
        "locked_and_broken",
    ],
)
def test_an_ordinary_memo_is_one_page(name: str, qapp) -> None:
    content = render_pdf(generate_memo(canonical_report(name)).html)
    assert len(PdfReader(BytesIO(content)).pages) == 1


def test_the_title_stands_in_the_metadata_and_the_page_is_a4(qapp) -> None:
    memo = generate_memo(canonical_report("game_gate"))
    reader = PdfReader(BytesIO(render_pdf(memo.html)))
    assert reader.metadata is not None
    assert reader.metadata.title == memo.title
    box = reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)


def test_the_chart_is_drawn_as_vectors(qapp) -> None:
    reader = PdfReader(BytesIO(render_pdf(generate_memo(canonical_report("fish_oil")).html)))
    assert not [image for page in reader.pages for image in page.images]


def test_nothing_in_the_pdf_opens_anything(qapp) -> None:
    memo = generate_memo(hostile_report("[a](http://x) ![x](file:///etc/passwd)"))
    reader = PdfReader(BytesIO(render_pdf(memo.html)))
    assert not [link for page in reader.pages for link in page.get("/Annots", ())]
    root = reader.trailer["/Root"]
    assert not {"/OpenAction", "/AA"} & set(root)
    assert not {"/JavaScript", "/EmbeddedFiles"} & set(root.get("/Names", {}))


@pytest.mark.parametrize("word", ["w" * 80, "long name " * 8, "\u65e5" * 80])
def test_long_names_stay_on_the_page(word: str, qapp) -> None:
    guardrails = {f"{word}{i}": (10, 15) for i in range(3)}
    report = report_of(two_arms((10000, 10000), (1000, 1200), **guardrails))
    document = MemoDocument(generate_memo(report).html)
    document.setTextWidth(870)  # the page at the smallest scale
    assert document.size().width() <= 880


def test_an_older_file_survives_a_failure(tmp_path: Path, qapp) -> None:
    with pytest.raises(ExportError):
        write_pdf("<p>x</p>", tmp_path / "none" / "memo.pdf")
    (tmp_path / "memo.pdf").mkdir()
    with pytest.raises(ExportError):
        write_pdf("<p>x</p>", tmp_path / "memo.pdf")


def test_without_a_window_and_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "memo.html").write_text(generate_memo(canonical_report("game_gate")).html, "utf-8")
    program = (
        "import sys; from pathlib import Path; from experimentos_gui.memo.pdf import write_pdf; "
        "write_pdf(Path(sys.argv[1]).read_text('utf-8'), Path(sys.argv[2]))"
    )
    environment = {k: v for k, v in os.environ.items() if k not in ("QT_QPA_PLATFORM", "DISPLAY")}
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "memo.html"), str(tmp_path / "memo.pdf")],
        env=environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "memo.pdf").read_bytes().startswith(b"%PDF-")


def test_the_letters_of_the_window_do_not_change_the_paper(qapp) -> None:
    html = generate_memo(canonical_report("mean_primary")).html
    plain = words_of(render_pdf(html))
    before = qapp.font()
    larger = qapp.font()
    larger.setPointSizeF(2 * before.pointSizeF())
    qapp.setFont(larger)
    try:
        zoomed = render_pdf(html)
    finally:
        qapp.setFont(before)
    assert len(PdfReader(BytesIO(zoomed)).pages) == 1
    assert words_of(zoomed) == plain
