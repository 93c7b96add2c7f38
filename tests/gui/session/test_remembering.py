"""Guardrails are taken over from last time, as the reading is; nonsense never is."""

import subprocess
import sys

import pytest

from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan, propose_guardrail
from experimentos_core.foundation.values import Direction, MarginScale, MetricKind
from experimentos_core.reading.columns.measures import choose_size
from experimentos_gui.session import ExperimentSession, work
from experimentos_gui.settings import Settings
from tests.gui.conftest import WAIT_MS

WATCHED = ("variant,users,conversions,errors,refunds", "control,1000,100,5,7", "b,1000,120,6,8")


def settle(qtbot, session: ExperimentSession) -> None:
    qtbot.waitUntil(lambda: session.interpretation is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not session.is_busy, timeout=WAIT_MS)


@pytest.fixture
def opened(qtbot, session, write_csv):
    def run(lines, name: str = "data.csv") -> ExperimentSession:
        before = session.interpretation
        session.open_file(write_csv(*lines, name=name))
        qtbot.waitUntil(lambda: session.interpretation is not before, timeout=WAIT_MS)
        settle(qtbot, session)
        return session

    return run


def test_guardrails_are_as_last_time(qtbot, opened, tmp_path) -> None:
    settings = Settings(tmp_path / "config")
    opened(WATCHED).use_memory(settings)
    session = opened(WATCHED, "march.csv")
    assert session.remembered_guardrails is None
    errors = GuardrailPlan(name="errors", direction=Direction.DOWN, worsened_margin=0.002)
    session.set_charter(Charter(guardrails=(errors,)))
    settle(qtbot, session)
    session.analyse()
    qtbot.waitUntil(lambda: session.report is not None, timeout=WAIT_MS)

    again = Settings(tmp_path / "config")
    session.use_memory(again)
    opened(WATCHED, "april.csv")
    assert session.charter.guardrails == (errors,), "refunds stay declined"
    assert session.remembered_guardrails == (errors,)
    session.start_over()
    assert session.charter.guardrails is None
    assert session.remembered_guardrails is None
    session.undo()
    assert session.charter.guardrails == (errors,)
    session.start_over()
    settle(qtbot, session)
    session.analyse()
    assert again.readings == {}, "what was given up is forgotten"


def test_guardrails_that_are_proposed_anyway_are_not_kept(qtbot, opened, tmp_path) -> None:
    settings = Settings(tmp_path / "config")
    session = opened(WATCHED)
    session.use_memory(settings)
    proposed = tuple(propose_guardrail(name) for name in ("refunds", "errors"))
    session.set_charter(Charter(guardrails=proposed))
    settle(qtbot, session)
    session.analyse()
    assert settings.readings == {}


@pytest.mark.parametrize(
    "option",
    [
        "guardrails=",
        "guardrails={}",
        'guardrails=[{"name": 1}]',
        'guardrails=[{"name": "errors", "worsened_margin": 7}]',
        'guardrails=[{"name": "errors"}, {"name": "ERRORS"}]',
    ],
)
def test_nonsense_about_guardrails_counts_as_nothing(qtbot, opened, tmp_path, option) -> None:
    settings = Settings(tmp_path / "config")
    session = opened(WATCHED)
    settings.remember_reading(work.header_key(session.interpretation.raw.header), (option,))
    session.use_memory(settings)
    with qtbot.assertNotEmitted(session.failed):
        opened(WATCHED, "april.csv")
    assert session.charter.guardrails is None


def test_a_guardrail_without_its_column_is_not_taken_over(qtbot, opened, tmp_path) -> None:
    settings = Settings(tmp_path / "config")
    session = opened(WATCHED)
    option = 'guardrails=[{"name": "gone"}, {"name": "errors"}]'
    settings.remember_reading(work.header_key(session.interpretation.raw.header), (option,))
    session.use_memory(settings)
    opened(WATCHED, "april.csv")
    assert [plan.name for plan in session.charter.guardrails] == ["errors"]


MEANS = (
    "variant,users,conversions,orders,aov_sum,aov_sum_sq,errors",
    "control,1000,100,90,9000.5,990000.25,5",
    "b,1010,120,95,9700.5,1090000.25,6",
)
OF_AOV = PrimaryPlan(metric="aov", direction=Direction.DOWN, kind=MetricKind.MEAN)


def analyse(qtbot, session: ExperimentSession) -> None:
    settle(qtbot, session)
    session.analyse()
    qtbot.waitUntil(lambda: session.report is not None, timeout=WAIT_MS)


def test_the_mean_that_decided_and_watched_means_are_as_last_time(qtbot, opened, tmp_path) -> None:
    settings = Settings(tmp_path / "config")
    session = opened(MEANS)
    session.use_memory(settings)
    watched = (propose_guardrail("conversions"), propose_guardrail("errors"))
    session.set_charter(Charter(primary=OF_AOV, guardrails=watched))
    analyse(qtbot, session)
    options = next(iter(settings.readings.values()))
    assert [option.partition("=")[0] for option in options] == ["primary"], (
        "where a mean decides, the conversions are watched anyway"
    )
    session.set_charter(Charter(guardrails=(propose_guardrail("aov", MetricKind.MEAN),)))
    analyse(qtbot, session)
    options = next(iter(settings.readings.values()))
    assert [option.partition("=")[0] for option in options] == ["guardrails"]
    session.set_charter(Charter(primary=OF_AOV, guardrails=watched[1:]))
    analyse(qtbot, session)

    session.use_memory(Settings(tmp_path / "config"))
    opened(MEANS, "april.csv")
    assert session.charter.primary == OF_AOV
    assert session.remembered_primary == OF_AOV
    assert session.charter.guardrails == watched[1:], "the conversions stay declined"
    session.start_over()
    assert session.charter == Charter()
    assert session.remembered_primary is None
    session.undo()
    assert session.charter.primary == OF_AOV
    assert session.charter.guardrails == watched[1:]


def test_a_watched_mean_comes_back_with_its_margins(qtbot, opened, tmp_path) -> None:
    settings = Settings(tmp_path / "config")
    session = opened(MEANS)
    session.use_memory(settings)
    plan = GuardrailPlan(
        name="aov",
        direction=Direction.DOWN,
        worsened_margin=2.5,
        severe_margin=5.0,
        scale=MarginScale.ABSOLUTE,
    )
    session.set_charter(Charter(guardrails=(plan,)))
    analyse(qtbot, session)
    session.use_memory(Settings(tmp_path / "config"))
    opened(MEANS, "april.csv")
    assert session.charter.guardrails == (plan,)


def test_the_chosen_n_is_as_last_time(qtbot, opened, tmp_path) -> None:
    settings = Settings(tmp_path / "config")
    session = opened(MEANS)
    session.use_memory(settings)
    session.choose(choose_size("aov", "conversions"))
    qtbot.waitUntil(lambda: not session.is_rereading, timeout=WAIT_MS)
    analyse(qtbot, session)
    session.use_memory(Settings(tmp_path / "config"))
    opened(MEANS, "april.csv")
    assert [measure.size for measure in session.continuous.measures] == ["conversions"]
    assert [choice.option for choice in session.remembered] == ["n:aov=conversions"]


@pytest.mark.parametrize(
    "option",
    [
        "primary=",
        'primary={"metric": ""}',
        'primary={"metric": "", "kind": "mean"}',
        'primary={"metric": "aov", "kind": "rate"}',
        'primary={"metric": "aov", "kind": "sum"}',
        'primary={"metric": "profit", "kind": "mean"}',
        'primary={"metric": "\\ud800", "kind": "mean"}',
        "n:aov=gone",
        'guardrails=[{"name": "aov"}, {"name": "aov_sum"}]',
        'guardrails=[{"name": "aov", "scale": "absolute"}]',
    ],
)
def test_nonsense_about_means_counts_as_nothing(qtbot, opened, tmp_path, option) -> None:
    settings = Settings(tmp_path / "config")
    session = opened(MEANS)
    settings.remember_reading(work.header_key(session.interpretation.raw.header), (option,))
    session.use_memory(settings)
    with qtbot.assertNotEmitted(session.failed):
        opened(MEANS, "april.csv")
    assert session.charter == Charter()
    assert session.remembered == ()


def test_reading_loads_no_statistics() -> None:
    code = (
        "import sys; from pathlib import Path; from experimentos_gui.session import work;"
        "work.read_clipboard('variant,users,x_sum,x_sum_sq\\na,10,1,2\\nb,12,1,2', {}, lambda: 0);"
        "print(sorted({'numpy', 'scipy', 'matplotlib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
