"""A pytest plugin: chosen tests in a chosen order, and no search for the smallest example."""

from collections.abc import Sequence

import pytest
from hypothesis import Phase, settings


class FastFailing:
    """One failing example is enough to call a mutant killed."""

    def __init__(self, chosen: Sequence[str] | None = None) -> None:
        """Run these tests in this order; all of them in the order found for None."""
        self._places = None if chosen is None else {test: at for at, test in enumerate(chosen)}
        self.killer = ""

    def pytest_configure(self) -> None:
        """After tests/conftest.py has chosen its profile, before test modules read it."""
        settings.register_profile(
            "mutation",
            parent=settings(),
            phases=(Phase.explicit, Phase.generate),
            report_multiple_bugs=False,
            print_blob=False,
        )
        settings.load_profile("mutation")

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep the chosen ones."""
        places = self._places
        if places is not None:
            items[:] = sorted(
                (item for item in items if item.nodeid in places),
                key=lambda item: places[item.nodeid],
            )

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember the first to fail."""
        if report.failed and not self.killer:
            self.killer = report.nodeid
