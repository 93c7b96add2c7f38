"""A page that checks the bundled cases, and one whose check somebody holds up."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from experimentos_core import verification, verifying
from experimentos_core.verification import ReferenceCase, run
from experimentos_gui.verification.verify_dialog import VerifyDialog
from tests.gui.conftest import WAIT_MS

BUNDLED = verification.reference_cases()
FEW = BUNDLED[::9]

type Opener = Callable[..., VerifyDialog]


@pytest.fixture
def begin(qtbot: QtBot, theme, tmp_path) -> Iterator[Opener]:
    """Open pages that begin to check, and close them again."""
    opened: list[VerifyDialog] = []

    def begun(answer=lambda suggested: suggested) -> VerifyDialog:
        page = VerifyDialog(choose_path=lambda _, path: answer(tmp_path / path.name))
        page.resize(1024, 660)
        page.show()
        opened.append(page)
        return page

    yield begun
    for page in filter(isValid, opened):
        page.close()


@pytest.fixture
def checked(qtbot: QtBot, begin: Opener) -> Opener:
    """Open pages whose check is over."""

    def opened(**choices) -> VerifyDialog:
        page = begin(**choices)
        qtbot.waitUntil(lambda: not page.is_checking, timeout=WAIT_MS)
        return page

    return opened


@pytest.fixture
def use_cases(monkeypatch: pytest.MonkeyPatch) -> Callable[[tuple[ReferenceCase, ...]], None]:
    """Check these cases in place of the bundled ones."""

    def use(cases: tuple[ReferenceCase, ...]) -> None:
        for module in (verification, verifying):
            monkeypatch.setattr(module, "reference_cases", lambda: cases)

    return use


@pytest.fixture(autouse=True)
def few_cases(use_cases) -> None:
    """A check that is soon over; a test that is about all cases asks for them."""
    use_cases(FEW)


@pytest.fixture
def move_a_digit(use_cases) -> Callable[..., tuple[ReferenceCase, ...]]:
    """Move the last digit of the first figure of these cases, by their place among numbers."""

    def moved(*places: int) -> tuple[ReferenceCase, ...]:
        cases = list(verification.reference_cases())
        numbers = [place for place, case in enumerate(cases) if _first(case)[1][-1].isdigit()]
        chosen = [numbers[place] for place in places]
        for place in chosen:
            name, digits = _first(cases[place])
            other = f"{digits[:-1]}{(int(digits[-1]) + 5) % 10}"
            cases[place] = replace(cases[place], figures=cases[place].figures | {name: other})
        use_cases(tuple(cases))
        return tuple(cases[place] for place in chosen)

    return moved


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Hold every check up at its third case until this is set."""
    held, recompute, calls = threading.Event(), run.recompute, []

    def slow(case: ReferenceCase) -> object:
        calls.append(case)
        if len(calls) > 2:
            assert held.wait(timeout=20)
        return recompute(case)

    monkeypatch.setattr(run, "recompute", slow)
    yield held
    held.set()


def _first(case: ReferenceCase) -> tuple[str, str]:
    """Name and text of the first figure."""
    return next(iter(case.figures.items()))
