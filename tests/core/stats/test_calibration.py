"""The calibration measures what it says, counts the product's own warnings, and sees a fault."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experimentos_core.dataset import CountMetric, Dataset
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.healthcheck.findings import FindingCode
from experimentos_core.healthcheck.plausibility import check_plausibility
from experimentos_core.stats.proportions import is_sparse
from tools import calibrate
from tools.calibration import means, proportions
from tools.calibration.means import NormalCell, measure_normal
from tools.calibration.outcomes import Share, binomial, stream, two_arms
from tools.calibration.plan import arm_sizes
from tools.calibration.promise import Promise
from tools.calibration.proportions import ProportionCell, measure_proportions
from tools.calibration.values import SKEWED, ValuesPart, draw_sums, skewed_arms
from tools.calibration.verdict import Mark, judged, warns

ARM = st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(control=ARM, treatment=ARM)
def test_the_warnings_counted_are_those_of_the_health_check(control, treatment):
    (x_c, n_c), (x_t, n_t) = control, treatment
    dataset = Dataset(
        variants=("control", "treatment"),
        users=(n_c, n_t),
        primary=CountMetric(name="conversions", counts=(x_c, x_t)),
    )
    codes = {finding.code for finding in check_plausibility(dataset, DEFAULT_THRESHOLDS)}
    raised = not codes.isdisjoint({FindingCode.SMALL_SAMPLE, FindingCode.FEW_EVENTS})
    assert warns(np.array([x_c]), n_c, np.array([x_t]), n_t) == raised
    # A guardrail as sparse as that has Fisher's p in place of FEW_EVENTS.
    noticed = bool(is_sparse(x_c, n_c, x_t, n_t)) or FindingCode.SMALL_SAMPLE in codes
    assert noticed == raised


@pytest.mark.parametrize(
    ("rate", "error", "mark"),
    [
        (0.05, 0.0, Mark.FINE),
        (0.0601, 0.0, Mark.LIBERAL),
        (0.0601, 0.001, Mark.FINE),
        (0.0631, 0.001, Mark.LIBERAL),
        (0.0399, 0.0, Mark.CAUTIOUS),
        (0.0399, 0.001, Mark.FINE),
    ],
)
def test_a_rate_is_off_outside_cochrans_band_beyond_chance(rate, error, mark):
    assert judged(Share(rate, error)) is mark


@pytest.mark.parametrize(("n", "rate"), [(20, 0.001), (1000, 0.3), (1_000_000, 0.5)])
def test_binomial_probabilities_have_the_moments_of_theory(n, rate):
    x, probability = binomial(n, rate)
    mean = (x * probability).sum()
    assert mean == pytest.approx(n * rate, rel=1e-7)
    assert ((x - mean) ** 2 * probability).sum() == pytest.approx(n * rate * (1 - rate), rel=1e-6)


def test_enumerated_and_simulated_experiments_agree():
    every = two_arms((900, 100), (0.2, 0.2), 100_000, name="every")
    some = two_arms((900, 100), (0.2, 0.2), 3_000, name="some")
    assert every.weight is not None
    assert some.weight is None
    exact, simulated = every.share(every.x_t > every.x_c / 9), some.share(some.x_t > some.x_c / 9)
    assert exact.error == 0 < simulated.error
    assert simulated.value == pytest.approx(exact.value, abs=4 * simulated.error)


def test_drawn_metrics_have_the_moments_that_are_said():
    sums = draw_sums(ValuesPart(users=1_000, runs=400, part=0))
    for index, shape in enumerate(SKEWED[::2]):
        control, treatment = skewed_arms(sums, 1_000, (90, 10), 2 * index)
        assert (control.n, treatment.n) == arm_sizes(1_000, (90, 10))
        assert np.mean(control.mean) == pytest.approx(shape.mean, rel=0.02)
        assert np.mean(treatment.variance) == pytest.approx(shape.sd**2, rel=0.2)


def test_a_cell_has_a_stream_of_its_own():
    first, again, other = (stream("a", number).random() for number in (1, 1, 2))
    assert first == again != other


def _with_p(function, change):
    def changed(*arguments):
        result = function(*arguments)
        if isinstance(result, tuple):
            return result._replace(p_value=change(result.p_value))
        return replace(result, p_value=change(result.p_value))

    return changed


@pytest.mark.parametrize("factor", [0.5, 0.8, 1.5, 2.0])
def test_a_wrong_tail_is_marked(monkeypatch, factor):
    cell = ProportionCell(users=10_000, split=(50, 50), rate=0.2, most_tables=200_000)
    normal = NormalCell(users=1_000, split=(90, 10), spread=(1.0, 3.0), runs=100_000)
    assert measure_proportions(cell).mark is measure_normal(normal).mark is Mark.FINE
    for module, name in ((proportions, "pooled_z_test"), (means, "compare_means")):
        wrong = _with_p(getattr(module, name), lambda p: factor * p)
        monkeypatch.setattr(module, name, wrong)
    expected = Mark.LIBERAL if factor < 1 else Mark.CAUTIOUS
    assert measure_proportions(cell).marks[0] is expected
    assert measure_normal(normal).marks[0] is expected


def test_the_page_is_the_same_whoever_did_the_work(tmp_path):
    pages = []
    for workers in (1, 2):
        path = tmp_path / f"{workers}.md"
        assert calibrate.main(["--quick", "--output", str(path), "--workers", str(workers)]) == 0
        pages.append(path.read_bytes())
    assert pages[0] == pages[1]
    assert b"nan" not in pages[0].lower()


def test_means_alone_are_measured_into_the_page_there_is(tmp_path, monkeypatch, capsys):
    page, again = tmp_path / "page.md", tmp_path / "again.md"
    calibrate.main(["--quick", "--output", str(page), "--workers", "1"])
    whole = page.read_text(encoding="utf-8")
    # Figures of means that are not there any more, and one of rates that is to stay.
    stale = whole.replace("| lognormal, sigma 1 | 1,000 |", "| lognormal, sigma 1 | 7 |")
    stale = stale.replace("| Welch on normal data: 5 %", "| Welch on normal data: 7 %")
    stale = stale.replace("- **What it costs.**", "- **What it was.**")
    assert stale != whole
    page.write_text(stale, encoding="utf-8")
    monkeypatch.setattr(calibrate, "PAGE", page)
    means = ["--quick", "--means", "--output", str(again), "--workers", "1"]
    assert calibrate.main(means) == 0
    assert again.read_text(encoding="utf-8") == whole
    kept = whole.replace("| Fisher's test: at most 5 %", "| Fisher's test: at most 7 %")
    page.write_text(kept, encoding="utf-8")
    assert calibrate.main(means) == 0
    assert "| Fisher's test: at most 7 %" in again.read_text(encoding="utf-8")
    page.write_text("another page", encoding="utf-8")
    capsys.readouterr()
    assert calibrate.main(means) == 1
    assert "make calibrate" in capsys.readouterr().out


def test_a_broken_promise_is_named_and_fails_the_command(tmp_path, monkeypatch, capsys):
    broken = Promise(sentence="Never above 5 %.", kept=False, measured="7 %")
    monkeypatch.setattr(calibrate, "measure_all", lambda plan, workers: None)
    monkeypatch.setattr(calibrate, "document", lambda results: "page\n")
    monkeypatch.setattr(calibrate, "promises", lambda results: [broken])
    assert calibrate.main(["--output", str(tmp_path / "page.md")]) == 1
    assert "BROKEN: Never above 5 %. Measured: 7 %." in capsys.readouterr().out


def test_the_few_cells_of_a_quick_run_never_reach_the_documentation(capsys):
    with pytest.raises(SystemExit):
        calibrate.main(["--quick"])
    assert "--quick needs --output" in capsys.readouterr().err
