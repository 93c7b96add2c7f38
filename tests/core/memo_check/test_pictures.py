"""Charts in a memo: the same to a hair, or what is different in them."""

import base64
import re

import pytest

from experimentos_core.memo_check import DifferenceKind
from experimentos_core.memo_check.pictures import picture_difference
from tests.helpers.memo_checks import check, html_of, kinds, sentences

SOURCE = re.search(r'src="([^"]*)"', html_of("game_gate"))[1]
START = "data:image/svg+xml;base64,"
SVG = base64.b64decode(SOURCE.removeprefix(START)).decode()


def as_source(svg: str) -> str:
    return START + base64.b64encode(svg.encode()).decode()


def moved(by: float) -> str:
    """Move one point of the drawing."""
    found = re.search(r"(?<=[ML] )\d+\.\d+", SVG)
    assert found is not None
    return SVG[: found.start()] + f"{float(found[0]) + by:.6f}" + SVG[found.end() :]


def test_the_same_picture_and_one_moved_by_less_than_a_hair_agree() -> None:
    assert picture_difference(SOURCE, SOURCE) is None
    assert moved(0.01) != SVG
    assert picture_difference(as_source(moved(0.01)), SOURCE) is None


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (as_source(moved(0.5)), "is not the picture its data draws"),
        (as_source(SVG.replace("<path", "<rect", 1)), "is not the picture its data draws"),
        (as_source(SVG.replace("gate_40", "gate_41")), 'shows "gate_41" where its data gives'),
        ("https://example.org/chart.svg", "is no picture the program could have drawn"),
        (f"{START}!!!", "is no picture the program could have drawn"),
        (f"{START}//8=", "is no picture the program could have drawn"),
    ],
)
def test_another_picture_is_said(told, words) -> None:
    assert words in picture_difference(told, SOURCE)


def test_a_hair_in_the_memo_itself_still_breaks_its_seal() -> None:
    made = check(html_of("game_gate").replace(SOURCE, as_source(moved(0.01))))
    assert kinds(made) == {DifferenceKind.SEAL}
    assert "in a place that shows no figure: a chart differs" in sentences(made)[0]


def test_beyond_what_anyone_reads_differences_are_counted() -> None:
    html = html_of("game_gate")
    extra = "".join(f"<p>Point {number}.</p>\n" for number in range(300))
    made = check(html.replace("</body>", f"{extra}</body>"))
    assert len(made.differences) == 201
    assert made.differences[-1].kind is DifferenceKind.MORE
    assert re.fullmatch(r"And [\d,]+ more differences\.", made.differences[-1].sentence)
