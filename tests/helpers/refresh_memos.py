"""Write tests/expected/memo anew: `python -m tests.helpers.refresh_memos`, then read the diff."""

from dataclasses import replace

from experimentos_core.memo.sections.provenance import SHOWN, report_digest
from tests.helpers.memo_reading import markdown_of
from tests.helpers.memos import CANONICAL, EXPECTED, canonical_report


def expected_text(name: str) -> str:
    """Return the memo of a canonical report as it is kept, free of versions and their digest."""
    versions = {"numpy": "0.0.0", "scipy": "0.0.0"}
    report = replace(canonical_report(name), app_version="0.0.0", libraries=versions)
    return markdown_of(report).replace(report_digest(report)[:SHOWN], "0" * SHOWN)


def main() -> None:
    """Replace every kept memo; those of reports that are gone are removed."""
    EXPECTED.mkdir(parents=True, exist_ok=True)
    for path in EXPECTED.glob("*.md"):
        path.unlink()
    for name in CANONICAL:
        (EXPECTED / f"{name}.md").write_text(expected_text(name), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
