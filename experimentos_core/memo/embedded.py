"""The report inside a memo: where it stands in the HTML, and taking it out."""

import re
from typing import Final

REPORT_ID: Final = "experimentos-report"
_BLOCK: Final = re.compile(
    rf'<script type="application/json" id="{re.escape(REPORT_ID)}">(?P<json>[^<]*)</script>'
)


def embedded_reports(html: str) -> tuple[str, ...]:
    """Return the JSON text of every report in an HTML file; a memo holds exactly one."""
    return tuple(match["json"] for match in _BLOCK.finditer(html))
