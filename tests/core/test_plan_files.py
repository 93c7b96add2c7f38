"""A plan out of any file that holds one, and a sentence for every file that holds none."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from experimentos_core.charter import Charter, GuardrailPlan, SizePlan
from experimentos_core.charter.chain import lock, write_chain
from experimentos_core.experiment import run_experiment
from experimentos_core.foundation.codec import to_json
from experimentos_core.foundation.errors import CharterError
from experimentos_core.memo import generate_memo
from experimentos_core.plan_files import Source, read_plan_file, write_plan_file
from tests.helpers.experiments import two_arms

PLAN = Charter(
    name="</script><b>Button & co.",
    guardrails=(GuardrailPlan(name="errors"),),
    size=SizePlan(mde=0.01, start="2026-03-01", end="2026-03-14"),
)
CHAIN = lock(PLAN, lambda: datetime(2026, 2, 1, tzinfo=UTC))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plan.json"


def test_a_plan_that_was_written_is_read_back(path: Path) -> None:
    write_plan_file(path, PLAN, None)
    found = read_plan_file(path)
    assert (found.source, found.charter, found.chain) == (Source.CHARTER, PLAN, None)


def test_a_locked_plan_comes_with_every_version(path: Path) -> None:
    write_plan_file(path, PLAN, CHAIN)
    assert path.read_bytes() == write_chain(CHAIN)
    found = read_plan_file(path)
    assert (found.source, found.charter, found.chain) == (Source.LOCKED, PLAN, CHAIN)


@pytest.mark.parametrize("suffix", [".json", ".html"])
def test_a_past_experiment_gives_its_plan_without_its_days_and_lock(
    tmp_path: Path, suffix: str
) -> None:
    table = two_arms((10_000, 10_000), (1000, 1100), errors=(20, 21))
    report = run_experiment(table, PLAN, chain=CHAIN)
    path = tmp_path / f"past{suffix}"
    text = to_json(report) if suffix == ".json" else generate_memo(report).html
    path.write_text(text, encoding="utf-8")
    found = read_plan_file(path)
    assert (found.source, found.chain) == (Source.PAST, None)
    assert found.charter == replace(report.charter, size=SizePlan(mde=0.01))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"variant,users\na,1\n",
        b"[1, 2]",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"name": "a", "name": "b"}',
        b'{"alpha": NaN}',
        b'{"charter": 3}',
        b'{"unknown": 3}',
        b'{"alpha": 7}',
        b"<html><script>{}</script></html>",
        b'{"kind": "experimentos-charter"}',
    ],
)
def test_a_file_without_a_plan_is_refused_in_a_sentence(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(CharterError) as told:
        read_plan_file(path)
    assert told.value.message.endswith(".")
    assert told.value.hint


def test_a_changed_lock_is_named(path: Path) -> None:
    path.write_bytes(write_chain(CHAIN).replace(b"Button", b"Bottom"))
    with pytest.raises(CharterError, match="Version 1 of the charter was changed"):
        read_plan_file(path)
