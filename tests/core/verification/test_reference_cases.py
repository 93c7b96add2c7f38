"""The bundled cases are all there, usable, and say where they come from; damage is said aloud."""

import ast
import json
import shutil
from pathlib import Path

import pytest

import experimentos_core.verification as package
from experimentos_core.verification import Method, VerificationError, reference_cases
from experimentos_core.verification.cases import FILES, REFERENCE
from experimentos_core.verification.figures import check_figure

FEWEST = 100


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The reference results where they may be damaged."""
    return Path(shutil.copytree(REFERENCE, tmp_path / "reference"))


def rewrite(path: Path, change) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")


def test_there_are_cases_of_every_method():
    cases = reference_cases()
    assert len(cases) >= FEWEST
    assert {case.method for case in cases} == set(Method)


def test_every_file_beside_the_cases_is_read():
    assert {path.name for path in REFERENCE.iterdir()} == set(FILES)


def test_every_case_reads_like_a_sentence_and_has_a_source():
    for case in reference_cases():
        assert case.title[0].isupper(), case
        assert not set(case.title) & set("_=;"), case
        assert len(case.title.split()) >= 5, case
        assert len(case.source) > 20, case


def test_computed_figures_are_given_to_eight_digits_at_least():
    """Printed ones have what their source has; the others show a change of a ten-millionth."""
    cases = reference_cases()
    printed = {
        case["title"] for case in json.loads((REFERENCE / FILES[0]).read_text("utf-8"))["cases"]
    }
    for case in cases:
        for name, expected in case.figures.items():
            row = check_figure(name, expected, 0.0)
            counted = name == "df" or row.tolerance is None or float(expected) == 0
            if case.title not in printed and not counted:
                assert row.tolerance / abs(float(expected)) < 1e-7, (case.title, name)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(copy, name):
    (copy / name).unlink()
    with pytest.raises(VerificationError, match=name):
        reference_cases(copy)


def test_a_folder_in_place_of_a_file_is_named(copy):
    (copy / FILES[0]).unlink()
    (copy / FILES[0]).mkdir()
    with pytest.raises(VerificationError, match=FILES[0]):
        reference_cases(copy)


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"{", b"[]", b"null", b'{"about": "", "cases": []}', b'{"cases": 1}'],
)
def test_a_damaged_file_is_named(copy, content):
    (copy / FILES[2]).write_bytes(content)
    with pytest.raises(VerificationError, match=rf"damaged: {FILES[2]}"):
        reference_cases(copy)


def test_half_a_file_is_damage(copy):
    path = copy / FILES[1]
    path.write_bytes(path.read_bytes()[:10_000])
    with pytest.raises(VerificationError, match=FILES[1]):
        reference_cases(copy)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d["cases"][0].update(figures={}), "no figure"),
        (lambda d: d["cases"].append(d["cases"][0]), "twice"),
        (lambda d: d["cases"][0].update(method="a guess"), "method"),
        (lambda d: d["cases"][0].update(verdict="fine"), "verdict"),
        (lambda d: d["cases"][0].pop("source"), "source"),
    ],
)
def test_a_case_that_is_none_is_damage(copy, change, said):
    rewrite(copy / FILES[0], change)
    with pytest.raises(VerificationError, match=said):
        reference_cases(copy)


def test_verification_stands_on_statistics_and_foundation_only():
    allowed = ("experimentos_core.stats", "experimentos_core.foundation", package.__name__)
    for path in Path(package.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            ours = [name for name in names if name.startswith("experimentos")]
            assert all(name.startswith(allowed) for name in ours), (path.name, ours)
