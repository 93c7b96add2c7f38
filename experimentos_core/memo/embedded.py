"""What a memo carries for whoever checks it: the report itself, and a seal over the whole file."""

import hashlib
import re
from typing import Final

REPORT_ID: Final = "experimentos-report"
SEAL_NAME: Final = "experimentos-seal"
FIRST_SEALED: Final = 2
_BLOCK: Final = re.compile(
    rf'<script type="application/json" id="{re.escape(REPORT_ID)}">(?P<json>[^<]*)</script>'
)
_SEAL: Final = re.compile(
    rf'(?P<open><meta name="{re.escape(SEAL_NAME)}" content=")(?P<seal>[^"<>]*)(?P<close>">)'
)


def embedded_reports(html: str) -> tuple[str, ...]:
    """Return the JSON text of every report in an HTML file; a memo holds exactly one."""
    return tuple(match["json"] for match in _BLOCK.finditer(html))


def without_report(html: str) -> str:
    """Return the HTML with its data blocks emptied."""
    return _BLOCK.sub(f'<script type="application/json" id="{REPORT_ID}"></script>', html)


def find_seal(html: str) -> str | None:
    """Return the seal an HTML file carries; None where it carries none."""
    found = _SEAL.search(html)
    return found["seal"] if found is not None else None


def without_seal(html: str) -> str:
    """Return the HTML with its first seal emptied, which is what the seal covers."""
    return _SEAL.sub(r"\g<open>\g<close>", html, count=1)


def compute_seal(html: str) -> str:
    """Return the seal of an HTML file: the SHA-256 of it all, in hexadecimal, its own seal empty.

    It covers line ends as line feeds, so that a file sent through a program that changes them is
    known again.
    """
    return hashlib.sha256(without_seal(html).encode(errors="surrogatepass")).hexdigest()


def put_seal(html: str) -> str:
    """Return the HTML with its seal filled in; unchanged where it has no place for one."""
    seal = compute_seal(html)
    return _SEAL.sub(rf"\g<open>{seal}\g<close>", html, count=1)
