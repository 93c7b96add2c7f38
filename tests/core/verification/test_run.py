"""All figures agree on this machine; one moved digit, or a kernel off by a millionth, does not."""

import dataclasses
from decimal import Decimal, InvalidOperation

import numpy as np
import pytest

from experimentos_core.foundation.codec import from_json, to_json
from experimentos_core.verification import (
    Method,
    ReferenceCase,
    VerificationError,
    VerificationReport,
    other_intervals,
    recompute,
    reference_cases,
    run_verification,
)
from experimentos_core.verification.figures import check_figure

CASES = reference_cases()
A_MILLIONTH = 1.0 + 1e-6
KERNELS = {
    "compare_proportions": Method.POOLED_Z,
    "difference_interval": Method.DIFFERENCE,
    "relative_interval": Method.RELATIVE,
    "fisher_p": Method.FISHER,
    "srm_test": Method.SAMPLE_RATIO,
    "overall_chi_square": Method.SEVERAL_ARMS,
    "pooled_z_test": Method.SEVERAL_ARMS,
    "adjust_p_values": Method.CORRECTIONS,
    "variance_of_sums": Method.SUMS,
    "analyze_continuous_from_sufficient_stats": Method.WELCH,
    "compare_rates_exactly": Method.BETA,
    "proportion_posterior": Method.BETA,
}

OTHER_KERNELS = {
    "wald_interval": Method.WALD,
    "newcombe_interval": Method.NEWCOMBE,
    "miettinen_nurminen_interval": Method.MIETTINEN_NURMINEN,
    "log_lift_interval": Method.LOG_LIFT,
    "delta_lift_interval": Method.DELTA_LIFT,
    "delta_mean_lift_interval": Method.DELTA_MEAN_LIFT,
    "variance_of_sums": Method.DELTA_MEAN_LIFT,
    "difference_of_means": Method.DELTA_MEAN_LIFT,
}
PLACES = [
    (module, kernel, method)
    for module, kernels in ((recompute, KERNELS), (other_intervals, OTHER_KERNELS))
    for kernel, method in kernels.items()
]


def case(**changes) -> ReferenceCase:
    sound = {
        "title": "A sound case", "source": "by hand", "method": Method.FISHER,
        "given": {"users": ("4", "4"), "conversions": ("1", "3")}, "figures": {"p-value": "0.4857"},
    }  # fmt: skip
    return ReferenceCase(**sound | changes)


def moved(value):
    """A result with every number in it off by a millionth."""
    if dataclasses.is_dataclass(value):
        fields = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        return dataclasses.replace(value, **{k: moved(v) for k, v in fields.items()})
    if isinstance(value, tuple):
        return type(value)(*map(moved, value))
    is_float = isinstance(value, float) or (
        isinstance(value, np.ndarray) and value.dtype == np.float64
    )
    return value * A_MILLIONTH if is_float else value


def is_number(text: str) -> bool:
    try:
        return Decimal(text) != 0
    except InvalidOperation:
        return False


def test_every_figure_agrees_on_this_machine():
    report = run_verification(CASES)
    assert [(c.title, f) for c in report.cases for f in c.differing] == []
    assert report.passed
    assert report.agreeing == report.figures == sum(len(c.figures) for c in CASES)
    assert [c.title for c in report.cases] == [c.title for c in CASES]


def test_the_report_is_pure_and_survives_json():
    report = run_verification(CASES)
    assert report == run_verification(CASES)
    assert from_json(VerificationReport, to_json(report)) == report


def test_no_case_is_no_pass():
    assert not run_verification([]).passed


@pytest.mark.parametrize("step", [-1, 1])
def test_any_figure_moved_by_its_last_digit_is_found(step):
    for sound in CASES:
        values = recompute.recompute(sound)
        for name, text in sound.figures.items():
            if is_number(text):
                last = Decimal(1).scaleb(Decimal(text).as_tuple().exponent)
                shifted = str(Decimal(text) + step * last)
                assert not check_figure(name, shifted, values[name]).agrees, (sound.title, name)


@pytest.mark.parametrize(("module", "kernel", "method"), PLACES)
def test_a_kernel_off_by_a_millionth_is_found(monkeypatch, module, kernel, method):
    original = getattr(module, kernel)
    monkeypatch.setattr(module, kernel, lambda *a, **k: moved(original(*a, **k)))
    report = run_verification([sound for sound in CASES if sound.method is method])
    assert not report.passed


def test_a_kernel_that_refuses_everything_is_found(monkeypatch):
    def refuse(*_):
        raise ValueError("no")

    monkeypatch.setattr(recompute, "fisher_p", refuse)
    (checked,) = run_verification([case()]).cases
    (figure,) = checked.differing
    assert (figure.expected, figure.got, figure.difference) == ("0.4857", "refused", None)


def test_a_kernel_that_refuses_nothing_is_found(monkeypatch):
    monkeypatch.setattr(recompute, "fisher_p", lambda *_: 1.0)
    impossible = [c for c in CASES if c.figures == {"p-value": "refused"}]
    differing = run_verification(impossible).cases
    assert any(figure.got == "1.0" for checked in differing for figure in checked.differing)


@pytest.mark.parametrize(
    "changes",
    [
        {"given": {}},
        {"given": {"users": ("4", "4")}},
        {"given": {"users": ("4", "4", "4"), "conversions": ("1", "3")}},
        {"given": {"users": ("4", "4"), "conversions": ("1", "x")}},
        {"given": {"users": ("4", "4"), "conversions": ("1", "3.5")}},
        {"method": Method.SAMPLE_RATIO, "given": {"users": ("4", "4"), "shares": ("1", "nan")}},
        {"method": Method.SAMPLE_RATIO, "given": {"users": ("4", "4"), "shares": ("1", "?")}},
        {"figures": {"p": "0.4857"}},
        {"figures": {"p-value": "0,4857"}},
    ],
)
def test_a_case_its_method_cannot_compute_is_damage_and_no_difference(changes):
    with pytest.raises(VerificationError, match="damaged"):
        run_verification([case(**changes)])
