import re

import pytest

from experimentos_core.experiment import Report
from experimentos_core.foundation.formatting import (
    count,
)
from experimentos_core.memo.bayesian_words import (
    belief_unit,
    chance_to_be_best,
    chance_to_be_better,
    expected_loss,
    lift_interval,
)
from experimentos_core.memo.sections.bayesian import bayesian_section
from tests.helpers.memo_reading import memo_text, section_of
from tests.helpers.memos import (
    CANONICAL,
    canonical_report,
    sample_report,
)


@pytest.fixture(params=list(CANONICAL))
def report(request) -> Report:
    return canonical_report(request.param)


def test_the_bayesian_view_agrees_with_the_report(report) -> None:
    view, text = report.bayesian, memo_text(report)
    if view is None:
        assert "Bayesian" not in text
        return
    assert "For information: this view did not influence the decision." in text
    unit = belief_unit(view.beliefs[0])
    arms = len(view.beliefs[0].arms)
    for one in view.conversion or view.continuous[: arms - 1]:
        if one.prob_beats_control is None:
            assert "Nothing can be said" in text
            continue
        assert chance_to_be_better(one) in text
        assert lift_interval(one, unit) in text
        assert expected_loss(one, unit) in text
        if arms > 2:
            assert chance_to_be_best(view, one.variant) in text
    assert f"seed {view.seed}, {count(view.draws)} draws" in text


def test_there_is_no_bayesian_section_on_unusable_data() -> None:
    with pytest.raises(ValueError, match="no Bayesian view"):
        bayesian_section(sample_report("headline_cache"))


def test_no_chance_reads_as_certain(report) -> None:
    if report.bayesian is not None:
        told = section_of(report, "Bayesian view").replace("100% credible", "")
        assert not re.search(r"(?<![\d.])(?:0|0\.0+|100|100\.0+)%", told)
