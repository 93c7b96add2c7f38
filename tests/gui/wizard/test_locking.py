"""A plan before the data: named, locked and amended on the charter page."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from experimentos_core.charter import Charter, GuardrailPlan, PrimaryPlan, SizePlan
from experimentos_core.foundation.codec import to_json
from experimentos_core.foundation.values import Direction, GuardrailRule, MetricKind
from experimentos_core.promise import Standing
from experimentos_gui.wizard import lock_bar
from experimentos_gui.wizard.flow import Step
from experimentos_gui.wizard.lock_dialogs import AmendDialog, LockDialog, VersionsDialog
from experimentos_gui.wizard.name_adder import NameAdder
from experimentos_gui.wizard.size_draft import SizeField
from tests.gui.conftest import HOSTILE

DATA = "variant,users,conversions,errors,orders\ncontrol,10234,512,10,600\nnew,10190,561,12,640\n"
REVENUE = (
    "variant,users,conversions,revenue_sum,revenue_sum_sq\n"
    "control,56500,3000,282500.00,9548500.00\nnew,56530,3010,300000.00,9700000.00\n"
)
WAIT_MS = 20_000


@pytest.fixture
def planner(driver):
    """A person who plans before there is any data."""
    driver.session.start_plan()
    return driver


@pytest.fixture
def bar(planner):
    return planner.wizard.charter_page.lock_bar


def add(adder: NameAdder, name: str) -> None:
    QTest.keyClicks(adder.field, name)
    QTest.keyClick(adder.field, Qt.Key.Key_Return)


def lock(planner, bar) -> None:
    bar.lock.click()
    bar.findChild(LockDialog).accept()
    planner.qtbot.waitUntil(lambda: planner.session.chain is not None, timeout=WAIT_MS)


def amend(planner, bar, reason: str) -> None:
    count = len(planner.session.chain.versions)
    bar.pending.amend.click()
    dialog = bar.findChild(AmendDialog)
    dialog.reason.setPlainText(reason)
    dialog.amend.click()
    planner.qtbot.waitUntil(lambda: len(planner.session.chain.versions) > count, timeout=WAIT_MS)


def test_a_plan_opens_on_the_charter_page_and_data_can_wait(planner) -> None:
    assert planner.step is Step.CHARTER
    planner.back()
    assert planner.step is Step.DATA
    planner.next()
    assert planner.step is Step.CHARTER


def test_a_locked_plan_leads_to_its_data(planner, bar) -> None:
    assert bar.bring.isHidden()
    lock(planner, bar)
    assert not bar.bring.isHidden()
    bar.bring.click()
    assert planner.step is Step.DATA
    planner.open(DATA)
    assert bar.bring.isHidden()


def test_the_column_the_plan_names_is_read_as_the_conversions(planner) -> None:
    planner.type_into(planner.form.primary.name, "Signed up")
    planner.open("variant,users,signed up,errors\ncontrol,10234,512,10\nnew,10190,561,12\n")
    planner.settle()
    assert planner.parts == ["Variant", "Users", "Conversions", "Guardrail"]
    assert planner.session.charter.primary.metric == "Signed up"
    planner.session.undo()
    planner.qtbot.waitUntil(lambda: not planner.session.is_busy, timeout=WAIT_MS)
    assert "Conversions" not in planner.parts


def test_a_file_with_conversions_keeps_them_whatever_the_plan_names(planner) -> None:
    planner.type_into(planner.form.primary.name, "orders")
    planner.open(DATA)
    planner.settle()
    assert planner.parts[2] == "Conversions"
    assert planner.parts[4] != "Conversions"


def test_an_experiment_without_a_plan_still_begins_with_its_data(driver) -> None:
    driver.session.start_plan()
    driver.session.start_new()
    assert driver.step is Step.DATA
    assert not driver.next_button.isEnabled()


def test_variants_guardrails_and_the_metric_are_named_without_data(planner) -> None:
    form = planner.form
    planner.type_into(form.primary.name, "signups")
    for name in ("control", "new"):
        add(form.split.adder, name)
    for name in ("errors", "cancel"):
        add(form.guardrails.adder, name)
    charter = planner.session.charter
    assert planner.step is Step.CHARTER
    assert charter.primary.metric == "signups"
    assert charter.split == {"control": 50, "new": 50}
    assert charter.guardrails == (GuardrailPlan(name="errors"), GuardrailPlan(name="cancel"))
    assert [row.box.text() for row in form.guardrails.rows] == ["errors", "cancel"]


def test_a_mean_is_planned_locked_and_held_to_without_any_data(planner, bar) -> None:
    form = planner.form
    form.primary.planned.button(MetricKind.MEAN).click()
    assert "conversions of the data decide" in form.primary._hint.accessibleName()
    planner.type_into(form.primary.name, "Revenue per user")
    add(form.split.adder, "control")
    add(form.split.adder, "new")
    planner.next()
    page = planner.wizard.power_page
    assert not page.form._kind.isVisibleTo(page)
    for which, text in (("baseline", "5"), ("sd", "12"), ("mde", "0.2")):
        planner.type_into(page.form.fields[SizeField(which)], text)
    planner.type_into(page.form.days[SizeField.START], "2999-03-05")
    planner.qtbot.waitUntil(lambda: not page.jobs.is_busy, timeout=WAIT_MS)
    assert page.answer.headline.accessibleName() == "56,513 users per variant"
    planner.back()
    lock(planner, bar)
    charter = planner.session.chain.latest.charter
    assert charter.primary == PrimaryPlan(metric="Revenue per user", kind=MetricKind.MEAN)
    assert (charter.size.sd, charter.size.n_control) == (12.0, 56_513)
    planner.open(REVENUE)
    planner.wizard.show_step(Step.CHARTER)
    assert planner.form.primary.decider == "revenue"
    planner.type_into(planner.form.owner, "Ada")
    assert [change.what for change in planner.session.unamended] == ["Owner"]
    planner.session.analyse()
    planner.qtbot.waitUntil(lambda: planner.session.report is not None, timeout=WAIT_MS)
    report = planner.session.report
    assert (report.primary.kind, report.primary.metric) == (MetricKind.MEAN, "revenue")
    assert report.promise.deviations == ()
    assert report.promise.standing is Standing.CONFIRMATORY


def test_changing_ones_mind_about_a_mean_leaves_a_rate(planner) -> None:
    primary = planner.form.primary
    planner.type_into(primary.name, "waiting time")
    primary.planned.button(MetricKind.MEAN).click()
    charter = planner.session.charter
    assert charter.primary.kind is MetricKind.MEAN
    assert charter.primary.direction is Direction.DOWN
    primary.planned.button(MetricKind.RATE).click()
    charter = planner.session.charter
    assert charter.primary == PrimaryPlan(metric="waiting time", kind=MetricKind.RATE)
    assert primary.name.text() == "waiting time"


def test_a_plan_for_a_mean_is_shown_as_one_when_it_is_opened(planner) -> None:
    plan = PrimaryPlan(metric="aov", kind=MetricKind.MEAN, direction=Direction.UP)
    planner.session.start_plan(Charter(primary=plan, size=SizePlan(sd=9.0, mde=1.0)))
    primary = planner.form.primary
    assert (primary.name.text(), primary.decider) == ("aov", "aov")
    assert primary.planned.value is MetricKind.MEAN
    planner.next()
    page = planner.wizard.power_page
    planner.qtbot.waitUntil(lambda: not page.jobs.is_busy, timeout=WAIT_MS)
    assert page.answer.headline.accessibleName() == "1,273 orders per variant"


def test_a_single_variant_is_no_split(planner) -> None:
    add(planner.form.split.adder, "control")
    assert planner.session.charter.split is None
    assert any("at least two variants" in said for said in planner.visible_troubles())
    assert not planner.wizard.charter_page.lock_bar.lock.isEnabled()


def test_a_name_that_is_listed_is_refused_beside_the_field(planner) -> None:
    adder = planner.form.guardrails.adder
    add(adder, "errors")
    add(adder, "ERRORS")
    assert "listed already" in planner.visible_troubles()[0]
    assert len(planner.session.charter.guardrails) == 1


def test_a_guardrail_that_is_not_watched_stays_in_sight(planner) -> None:
    add(planner.form.guardrails.adder, "errors")
    planner.guardrail("errors").box.click()
    assert planner.session.charter.guardrails == ()
    assert [row.draft.name for row in planner.form.guardrails.rows] == ["errors"]


def test_without_named_guardrails_the_data_proposes_them(planner) -> None:
    planner.type_into(planner.form.name, "Button")
    assert planner.session.charter.guardrails is None
    planner.open(DATA)
    assert planner.session.charter == Charter(name="Button")
    assert [row.draft.is_taken for row in planner.form.guardrails.rows] == [True]


def test_removing_a_variant_leaves_equal_shares(planner) -> None:
    split = planner.form.split
    for name in ("a", "b", "c"):
        add(split.adder, name)
    assert [share.text for share in split.shares] == ["1", "1", "1"]
    split._on_removed(1)
    assert planner.session.charter.split == {"a": 50, "c": 50}


def test_locking_says_when_which_version_and_which_seal(planner, bar) -> None:
    assert bar.text == "This plan is not locked"
    planner.type_into(planner.form.name, "Button")
    lock(planner, bar)
    version = planner.session.chain.latest
    assert f"version 1, seal {version.sha256[:12]}" in bar.text
    assert version.charter.name == "Button"
    assert (bar.lock.isVisibleTo(bar), bar.versions.isVisibleTo(bar)) == (False, True)
    assert bar.pending.isHidden()


def test_changing_ones_mind_locks_nothing(planner, bar) -> None:
    bar.lock.click()
    bar.findChild(LockDialog).reject()
    assert planner.session.chain is None


@pytest.mark.parametrize("has_data", [False, True])
def test_a_lock_after_the_data_is_warned_of(planner, bar, has_data) -> None:
    if has_data:
        planner.open(DATA)
    bar.lock.click()
    words = [label.accessibleName() for label in bar.findChild(LockDialog).findChildren(QLabel)]
    assert any("Data is open already" in said for said in words) is has_data


def test_changes_are_offered_as_an_amendment_only(planner, bar) -> None:
    lock(planner, bar)
    planner.type_into(planner.form.alpha, "0.01")
    assert planner.session.chain.latest.charter.alpha == 0.05
    assert "your changes are not part of it" in bar.pending.text
    assert "Significance level: 0.05 \u2192 0.01" in bar.pending.text
    amend(planner, bar, "Fewer false alarms.")
    assert planner.session.chain.latest.charter.alpha == 0.01
    assert "version 2" in bar.text
    assert bar.pending.isHidden()


def test_an_amendment_needs_a_reason_of_some_length(planner, bar) -> None:
    lock(planner, bar)
    planner.type_into(planner.form.alpha, "0.01")
    bar.pending.amend.click()
    dialog = bar.findChild(AmendDialog)
    assert not dialog.amend.isEnabled()
    for reason, is_enough in (("  ", False), ("because", True), ("x" * 2001, False)):
        dialog.reason.setPlainText(reason)
        assert dialog.amend.isEnabled() is is_enough


def test_discarding_returns_to_what_was_locked_and_can_be_taken_back(planner, bar) -> None:
    lock(planner, bar)
    planner.type_into(planner.form.alpha, "0.01")
    bar.pending.discard.click()
    assert planner.form.alpha.text() == "0.05"
    assert bar.pending.isHidden()
    bar.take_back.click()
    assert planner.form.alpha.text() == "0.01"


def test_the_versions_say_when_why_and_what_changed(planner, bar) -> None:
    lock(planner, bar)
    planner.type_into(planner.form.alpha, "0.01")
    amend(planner, bar, HOSTILE)
    bar.versions.click()
    labels = bar.findChild(VersionsDialog).findChildren(QLabel)
    said = [label.accessibleName() for label in labels]
    assert "version 2" in said[1]
    assert said[3] == "\u00b7 Significance level: 0.05 \u2192 0.01"
    assert "version 1" in said[4]
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)
    assert "\u202e" not in "".join(said)


def test_nothing_impossible_can_be_locked(planner, bar) -> None:
    planner.type_into(planner.form.alpha, "7")
    assert not bar.lock.isEnabled()
    planner.type_into(planner.form.alpha, "0.1")
    assert bar.lock.isEnabled()


def test_data_that_joins_a_locked_plan_changes_nothing_of_it(planner, bar) -> None:
    for name in ("control", "new"):
        add(planner.form.split.adder, name)
    add(planner.form.guardrails.adder, "errors")
    lock(planner, bar)
    planner.open(DATA)
    assert planner.step is Step.DATA
    assert planner.session.unamended == ()
    planner.next()
    assert not planner.form.split.adder.isVisibleTo(planner.form)
    assert planner.guardrail("errors").draft.is_in_data
    planner.wizard.plan.confirm()
    assert planner.session.unamended == ()
    assert planner.analyse_button.isEnabled()


def test_a_plan_is_imported_and_exported(planner, bar, monkeypatch, tmp_path) -> None:
    path = tmp_path / "plan.json"
    plan = Charter(
        name="Past", split={"a": 1.0, "b": 2.0}, guardrails=(GuardrailPlan(name="errors"),)
    )
    path.write_text(to_json(plan), encoding="utf-8")
    monkeypatch.setattr(lock_bar, "ask_for_plan", lambda _: path)
    monkeypatch.setattr(lock_bar, "ask_where_to", lambda *_: tmp_path / "out.json")
    with planner.qtbot.waitSignal(planner.session.plans.told, timeout=WAIT_MS):
        bar.take_over.click()
    assert planner.form.name.text() == "Past"
    assert [share.variant for share in planner.form.split.shares] == ["a", "b"]
    assert [row.draft.name for row in planner.form.guardrails.rows] == ["errors"]
    with planner.qtbot.waitSignal(planner.session.plans.told, timeout=WAIT_MS):
        bar.write_out.click()
    assert (tmp_path / "out.json").read_text(encoding="utf-8") == f"{to_json(plan)}\n"


def test_choosing_no_file_does_nothing(planner, bar, monkeypatch) -> None:
    monkeypatch.setattr(lock_bar, "ask_for_plan", lambda _: None)
    monkeypatch.setattr(lock_bar, "ask_where_to", lambda *_: None)
    before = planner.session.charter
    bar.take_over.click()
    bar.write_out.click()
    assert not planner.session.plans.is_busy
    assert planner.session.charter == replace(before)


def test_tab_visits_what_was_added_where_it_stands(planner) -> None:
    form = planner.form
    for name in ("control", "new"):
        add(form.split.adder, name)
    add(form.guardrails.adder, "errors")
    planner.next()
    planner.back()
    area = planner.wizard.charter_page._area.widget()
    visited, widget = [], form.name
    while widget is not form.rule.button(GuardrailRule.EVIDENCE):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(area):
            visited.append(widget)
        widget = widget.nextInFocusChain()
    heights = [one.mapTo(area, one.rect().center()).y() for one in visited]
    steps_up = [before - after for before, after in pairwise(heights)]
    assert max(steps_up) < visited[0].height()  # within one line at most
    (errors,) = form.guardrails.rows
    assert {*form.split.fields, *errors.fields} <= {*visited}
