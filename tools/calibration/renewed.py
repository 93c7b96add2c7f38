"""Means measured again, and every other line of the page left as it stands.

For a change that touches means only, such as when the health check warns of them: the other figures
are the same in every run, and most of the work.
"""

from collections.abc import Sequence

from tools.calibration import document
from tools.calibration.promises_of_means import promises_of_means
from tools.calibration.reading_of_means import reading_of_means
from tools.calibration.results import MeansResults


class OtherPageError(Exception):
    """The page is not one of this version: it must be written as a whole."""


def with_new_means(page: str, results: MeansResults) -> str:
    """The page with the paragraphs, promises and tables of means of these results.

    Raises OtherPageError where the page has not the parts it should.
    """
    parts = (
        ("- **Means of normal data**", "- **Bayesian view.**", _listed(reading_of_means(results))),
        (
            "| Welch on normal data",
            "| Credible intervals of rate",
            document.promise_rows(promises_of_means(results)) + "\n",
        ),
        ("## How to read the figures", "## Two rates: ", document.HOW + "\n\n"),
        (document.MEANS, "## Bayesian view of rates", document.means_sections(results) + "\n\n"),
    )
    for start, end, text in parts:
        page = _between(page, start, end, text)
    return page


def _listed(sentences: Sequence[str]) -> str:
    return "".join(f"- {sentence}\n\n" for sentence in sentences)


def _between(page: str, start: str, end: str, text: str) -> str:
    before, found, rest = page.partition(f"\n{start}")
    _, still, after = rest.partition(f"\n{end}")
    if not (found and still):
        raise OtherPageError(f"The page has no part from {start!r} to {end!r}.")
    return f"{before}\n{text}{still[1:]}{after}"
