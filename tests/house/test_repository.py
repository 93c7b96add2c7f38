"""The repository speaks of itself only: short files, pinned packages, no trace of a machine."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MADE_BY_TOOLS = {
    ".git", ".venv", "build", "dist", "htmlcov", "__pycache__", ".hypothesis", ".mypy_cache",
    ".pytest_cache", ".ruff_cache", ".import_linter_cache",
}  # fmt: skip
PACKAGES = ("experimentos_core", "experimentos_gui", "tests", "tools")
MOST_LINES = 500

# Split, so that this file does not find itself.
MACHINE_TRACES = re.compile(
    "|".join(
        [
            r"(?<![\w.:/-])/(?:work|root|" + r"tmp|opt)/[\w.]",
            r"(?<![\w.:/-])/home/(?!USER\b)\w",
            r"[A-Z]:\\\\?" + r"Users\\\\?\w",
            r"pypi\.org/" + r"simple",
            r"files\.python" + r"hosted\.org",
            r"--(?:extra-)?index-" + r"url\b|--find-" + r"links\b|--trusted-" + r"host\b",
        ]
    )
)


def files() -> list[Path]:
    """Every file of the project that a person wrote or committed."""
    found = []
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        if path.is_file() and MADE_BY_TOOLS.isdisjoint(parts) and parts[0] != ".coverage":
            found.append(path)
    return found


def text(path: Path) -> str:
    """The file as text; bytes that are none stand as they fell."""
    return path.read_bytes().decode("utf-8", errors="replace")


def pins(name: str) -> dict[str, str]:
    """Package -> version, as a requirements file pins them."""
    return dict(re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", text(ROOT / name), flags=re.MULTILINE))


def wanted(requirement: str) -> str:
    """The package's name as requirement files spell it."""
    return re.sub(r"[-_.]+", "-", requirement).lower()


def test_no_module_is_longer_than_a_reader_can_hold():
    modules = [ROOT / "main.py", *(p for name in PACKAGES for p in (ROOT / name).rglob("*.py"))]
    long = {str(p.relative_to(ROOT)): len(text(p).splitlines()) for p in modules}
    assert {name: lines for name, lines in long.items() if lines > MOST_LINES} == {}


def test_no_file_tells_of_the_machine_it_was_written_on():
    traces = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in files()
        for match in MACHINE_TRACES.finditer(text(path))
    ]
    assert traces == []


@pytest.mark.parametrize(
    "trace",
    [
        "see /" + "work/x",
        "/" + "root/.cache",
        "--find-" + "links /x",
        "https://" + "pypi.org/" + "simple",
    ],
)
def test_a_trace_of_a_machine_is_recognised(trace):
    assert MACHINE_TRACES.search(trace)


def test_requirements_pin_what_the_project_names():
    project = tomllib.loads(text(ROOT / "pyproject.toml"))["project"]
    runtime = {wanted(name) for name in project["dependencies"]}
    development = {wanted(name) for name in project["optional-dependencies"]["dev"]}
    assert runtime <= pins("requirements.txt").keys()
    assert runtime | development <= pins("requirements-dev.txt").keys()


def test_development_runs_on_the_very_versions_that_ship():
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_hashed(name):
    blocks = re.split(r"^(?=[a-z0-9])", text(ROOT / name), flags=re.MULTILINE)[1:]
    assert len(blocks) == len(pins(name))
    assert [block for block in blocks if "--hash=sha256:" not in block] == []
