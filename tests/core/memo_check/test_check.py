"""Every memo the program writes proves itself, and each kind of change is found and named."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from experimentos_core import __version__
from experimentos_core.charter import Charter, PrimaryPlan
from experimentos_core.experiment import Report, run_experiment
from experimentos_core.foundation.codec import from_json, to_json
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.foundation.errors import ReadingError
from experimentos_core.foundation.values import Verdict
from experimentos_core.memo import generate_memo
from experimentos_core.memo.embedded import compute_seal, find_seal, put_seal
from experimentos_core.memo_check import (
    DifferenceKind,
    MemoCheck,
    check_memo,
    check_memo_file,
    open_memo,
    recompute,
)
from experimentos_core.memo_check.reports import compare_reports
from experimentos_core.reading.choices import Choices
from experimentos_core.reading.formats.opening import read_content
from experimentos_core.reading.interpret import interpret_content
from experimentos_core.samples import all_samples
from tests.helpers.memo_checks import check, html_of, kinds, replaced, sentences
from tests.helpers.memos import CANONICAL, TAKEN, canonical_report

FORMAT_1 = Path(__file__).parents[2] / "data" / "schema_1"


@pytest.mark.parametrize("name", CANONICAL)
def test_every_memo_the_program_writes_verifies(name) -> None:
    made = check(html_of(name))
    assert sentences(made) == []
    assert made.passed
    assert made.remarks == ()
    assert made.report == canonical_report(name)
    assert made.figures >= 30
    assert from_json(MemoCheck, to_json(made)) == made


def test_the_samples_and_a_blocked_report_are_among_them() -> None:
    assert {sample.id for sample in all_samples()} <= set(CANONICAL)
    assert canonical_report("broken_cells").primary is None
    assert canonical_report("locked_and_kept").lock


@pytest.mark.parametrize(
    "text",
    [
        "Export;;\nvariant;users;conversions\nA;10.000;1.000\nB;10.100;1.1OO\n",
        (
            "date,variant,users,conversions\n2026-03-01,A,500,50\n2026-03-01,B,510,61\n"
            "2026-03-02,A,498,49\n2026-03-02,B,505,57\n"
        ),
        ",,control,treatment\n,users,1 000,1 010\n,conversions,100,120\n,refunds,7,x\n",
    ],
)
def test_a_memo_of_a_file_that_was_read_with_help_verifies(tmp_path: Path, text: str) -> None:
    path = tmp_path / "export.csv"
    path.write_text(text, encoding="utf-8")
    reading = interpret_content(read_content(path), Choices())
    report = run_experiment(
        reading.table or reading.raw,
        Charter(name="Untidy"),
        reading.roles,
        overrides=("level 0.05 \u2192 0.1",),
    )
    assert sentences(check(generate_memo(report).html)) == []


@pytest.mark.parametrize(
    ("name", "reworded"), [("game_gate", ()), ("locked_and_kept", ("Promise, reason",))]
)
def test_a_memo_of_format_1_verifies_and_says_what_it_lacks(name, reworded) -> None:
    made = check_memo_file(FORMAT_1 / f"{name}.html")
    assert sentences(made) == []
    assert made.stored_version == 1
    assert made.report.schema_version == 2
    assert made.remarks == (
        "Thresholds, values per squared spread: the memo uses 25, the program 50.",
        "Thresholds, values per squared skewness: the memo uses 0, the program 25.",
        f"The memo was made by ExperimentOS 0.1.0 (here {__version__}).",
        *(
            f"This version words 1 sentences otherwise; their figures agree: {place}."
            for place in reworded
        ),
        "Memos of this format carry no seal over the whole file.",
    )


@pytest.mark.parametrize("name", ["game_gate", "locked_and_kept"])
def test_a_changed_memo_of_format_1_is_found(name) -> None:
    text = (FORMAT_1 / f"{name}.html").read_text(encoding="utf-8")
    assert not check(text.replace("0.05 level", "0.06 level")).passed
    assert not check(text.replace("</h1>", "</h1><p>9</p>")).passed
    data = replaced(text, '"chi2": ', '"chi2": 1')
    assert DifferenceKind.RECOMPUTED_FIGURE in kinds(check(data))


def test_a_figure_that_is_shown_is_named_with_both_readings() -> None:
    made = check(replaced(html_of("game_gate"), ">0.0016<", ">0.0061<"))
    assert sentences(made) == [
        (
            'Primary result: day-7 retention, gate_40, p: the memo shows "0.0061", '
            'its data gives "0.0016".'
        )
    ]
    assert kinds(made) == {DifferenceKind.VISIBLE_FIGURE}


def test_a_figure_in_the_data_is_named_with_both_readings() -> None:
    html = html_of("game_gate")
    report = canonical_report("game_gate")
    assert report.primary is not None
    p = report.primary.comparisons[0].p_value
    made = check(replaced(html, f'"p_value": {p!r}', '"p_value": 0.0123'))
    assert (
        "Primary metric, day-7 retention, treatment gate_40, p-value: the memo's data says "
        f"0.0123, recomputed it is {p:.6g}."
    ) not in sentences(made)  # a comparison is told by its treatment alone
    assert (
        f"Primary metric, treatment gate_40, p-value: the memo's data says 0.0123, "
        f"recomputed it is {p:.6g}."
    ) in sentences(made)


def test_a_cell_of_the_table_is_found_by_its_digest_and_by_the_numbers() -> None:
    made = check(replaced(html_of("game_gate"), '"8279"', '"8297"'))
    assert {
        DifferenceKind.DATA_DIGEST,
        DifferenceKind.RECOMPUTED_FIGURE,
        DifferenceKind.VISIBLE_FIGURE,
    } <= kinds(made)


def test_a_cell_changed_with_its_digest_is_found_by_the_numbers() -> None:
    report = canonical_report("game_gate")
    rows = (report.input.rows[0], ("gate_40", "45489", "8297", "20119"))
    changed = replace(report, input=replace(report.input, rows=rows))
    made = check(generate_memo(changed).html)
    assert DifferenceKind.RECOMPUTED_FIGURE in kinds(made)


@pytest.mark.parametrize("version", [0, 1])
def test_a_locked_plan_that_was_changed_is_named(version) -> None:
    report = canonical_report("locked_and_kept")
    lock = list(report.lock)
    lock[version] = replace(lock[version], locked_at="2026-01-01T00:00:00Z")
    made = check(generate_memo(replace(report, lock=tuple(lock))).html)
    assert DifferenceKind.CHARTER_CHAIN in kinds(made)
    assert f"Locked plan: Version {version + 1} of the charter was changed" in str(sentences(made))


def test_a_promise_that_was_prettied_is_found() -> None:
    report = canonical_report("locked_and_broken")
    assert report.promise is not None
    promise = replace(report.promise, deviations=report.promise.deviations[1:])
    made = check(generate_memo(replace(report, promise=promise)).html)
    assert any(text.startswith("Promise, deviations") for text in sentences(made))


def test_thresholds_that_are_not_the_program_s_are_named() -> None:
    report = canonical_report("game_gate")
    lenient = replace(DEFAULT_THRESHOLDS, srm_blocked_p=1e-9)
    forged = recompute(replace(report, thresholds=lenient))
    assert sentences(check(generate_memo(forged).html)) == [
        "Thresholds, srm blocked p: the memo uses 1e-09, the program 1e-05."
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reason": ""}, "without a reason"),
        ({"recommended": Verdict.ROLLBACK}, "It says Rollback was recommended, but the rules"),
        ({"recommended_variant": "treatment"}, "It says treatment was recommended, but the rules"),
        ({"variant": "green"}, "It launches green, which is no treatment"),
        ({"by": ""}, "names nobody"),
        ({"at": "yesterday"}, "time of the decision"),
    ],
)
def test_a_decision_that_cannot_be_is_found(changes, said) -> None:
    report = canonical_report("taken_against_the_rules")
    made = check(generate_memo(replace(report, taken=replace(TAKEN, **changes))).html)
    assert kinds(made) == {DifferenceKind.DECISION_TAKEN}
    assert said in sentences(made)[0]


def test_a_decision_changed_in_the_data_or_in_the_text_is_found() -> None:
    html = html_of("taken_against_the_rules")
    made = check(replaced(html, "2026-11-30 18:45 UTC", "2026-11-20 18:45 UTC"))
    assert sentences(made) == [
        'Decision taken, By, Decision: the memo shows "\u2026 &lt;Lead&gt;, 2026-11-20 18:45 '
        '\u2026", its data gives "\u2026 &lt;Lead&gt;, 2026-11-30 18:45 \u2026".'.replace(
            "&lt;", "<"
        ).replace("&gt;", ">")
    ]
    assert not check(put_seal(replaced(html, '"by": "Dana', '"by": "Dina'))).passed


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("</body>", "<script>alert(1)</script>\n</body>", DifferenceKind.MARKUP),
        ("</head>", "<style>td{display:none}</style>\n</head>", DifferenceKind.MARKUP),
        ("font-size: 9pt", "font-size: 0pt", DifferenceKind.MARKUP),
        ('<div class="primary">', '<div class="primary" hidden>', DifferenceKind.MARKUP),
        ("<strong>worse</strong>", '<em class="x">worse</em>', DifferenceKind.MARKUP),
        ("default-src 'none'", "default-src *", DifferenceKind.MARKUP),
        ("</body>", "<!-- approved -->\n</body>", DifferenceKind.MARKUP),
        ("<strong>worse</strong>", "<strong>better</strong>", DifferenceKind.VISIBLE_TEXT),
        ("<li>Turn off gate_40.</li>\n", "", DifferenceKind.VISIBLE_FIGURE),
        ("</body>", "<p>Launch it.</p>\n</body>", DifferenceKind.VISIBLE_TEXT),
        ("gate level 40: Rollback", "gate level 40: Launch", DifferenceKind.VISIBLE_TEXT),
        ('alt="day-7', 'alt="day-6', DifferenceKind.VISIBLE_FIGURE),
        ("base64,PD94bW", "base64,PD94bX", DifferenceKind.PICTURE),
        ('src="data:image/svg', 'src="data:image/png', DifferenceKind.PICTURE),
        ("<strong>worse</strong>", "worse", DifferenceKind.SEAL),
        ("</h1>\n", "</h1>\n\n", DifferenceKind.SEAL),
    ],
)
def test_whatever_else_is_changed_in_the_page_is_named(old, new, kind) -> None:
    html = html_of("game_gate")
    old = old if old in html else old.replace("gate level", "gate at level")
    new = new.replace("gate level", "gate at level")
    if "PD94bW" in old:
        start = html.index("base64,") + len("base64,")
        old, new = html[start : start + 400], html[start : start + 399] + "A"
    made = check(replaced(html, old, new))
    assert kind in kinds(made)
    assert all(text.endswith(".") for text in sentences(made))


def test_a_place_that_shows_no_figure_is_named_by_its_line() -> None:
    (sentence,) = sentences(check(replaced(html_of("game_gate"), "</h1>\n", "</h1>\n\n")))
    assert sentence.startswith("The file was changed in a place that shows no figure: line ")
    assert "Verdict" in sentence


def test_a_seal_that_was_changed_or_taken_away_is_said() -> None:
    html = html_of("game_gate")
    seal = find_seal(html)
    assert seal == compute_seal(html)
    other = html.replace(seal, "0" * 64)
    assert sentences(check(other)) == [
        "The seal itself was changed; all it covers is as its data gives it."
    ]
    bare = html.replace(f'<meta name="experimentos-seal" content="{seal}">\n', "")
    assert DifferenceKind.MARKUP in kinds(check(bare))


@pytest.mark.parametrize("change", ["\r\n", "\r", "bom"])
def test_line_ends_that_a_mail_program_changed_are_harmless(change) -> None:
    html = html_of("game_gate")
    sent = f"\ufeff{html}" if change == "bom" else html.replace("\n", change)
    made = check_memo(open_memo(sent.encode(), "memo.html"))
    assert made.passed
    assert made.remarks == (
        (
            "Line ends were changed, as by an e-mail program or an editor; that is harmless, "
            "because all the rest agrees."
        ),
    )
    changed = check_memo(open_memo(sent.replace("8,279", "8,297").encode(), "memo.html"))
    assert changed.remarks == ("Line ends were changed, as by an e-mail program or an editor.",)


def as_if_of(report: Report, version: str, **libraries: str) -> Report:
    return replace(report, app_version=version, libraries={**report.libraries, **libraries})


def test_another_version_may_word_otherwise_but_not_compute_otherwise() -> None:
    older = as_if_of(canonical_report("game_gate"), "0.0.9")
    reworded = replace(
        older, decision=replace(older.decision, would_change="Another design, tested anew.")
    )
    made = check(generate_memo(reworded).html)
    assert made.passed
    assert made.remarks == (
        f"The memo was made by ExperimentOS 0.0.9 (here {made.app_version}).",
        (
            "This version words 1 sentences otherwise; their figures agree: Verdict, "
            "what would change it."
        ),
    )
    assert not check(replaced(generate_memo(reworded).html, ">8,279<", ">8,297<")).passed


def test_a_page_of_another_version_is_compared_in_its_figures() -> None:
    html = generate_memo(as_if_of(canonical_report("game_gate"), "0.0.9")).html
    other = put_seal(html.replace("Next actions", "What to do next").replace("9pt", "9.5pt"))
    assert check(other).passed
    assert sentences(check(put_seal(other.replace(">8,279<", ">8,297<")))) == [
        (
            'Primary result: day-7 retention, gate_40, Converted: the memo shows "8,297", '
            'its data gives "8,279".'
        )
    ]
    script = put_seal(other.replace("</body>", "<script>alert(1)</script></body>"))
    assert kinds(check(script)) == {DifferenceKind.MARKUP, DifferenceKind.VISIBLE_FIGURE} or kinds(
        check(script)
    ) == {DifferenceKind.MARKUP}
    handler = put_seal(other.replace('<div class="why">', '<div class="why" onclick="x()">'))
    assert kinds(check(handler)) == {DifferenceKind.MARKUP}


def test_other_libraries_may_differ_in_the_tenth_digit_and_not_in_the_sixth() -> None:
    report = as_if_of(canonical_report("game_gate"), "0.0.9", scipy="1.0.0")
    assert report.primary is not None
    comparison = report.primary.comparisons[0]

    def told(p_value: float) -> MemoCheck:
        changed = replace(comparison, p_value=p_value)
        primary = replace(report.primary, comparisons=(changed,))
        return check(generate_memo(replace(report, primary=primary)).html)

    close = told(comparison.p_value * (1 + 1e-10))
    assert close.passed
    assert "Other libraries give 1 figures that agree closely" in str(close.remarks)
    assert "scipy 1.0.0 (here" in str(close.remarks)
    far = told(comparison.p_value * (1 + 1e-6))
    assert kinds(far) == {DifferenceKind.RECOMPUTED_FIGURE}


def test_last_digits_are_a_processor_s_where_the_file_is_whole_and_a_hand_s_where_not() -> None:
    report = canonical_report("game_gate")
    assert report.primary is not None
    comparison = report.primary.comparisons[0]
    nudged = replace(comparison, z=comparison.z * (1 + 4e-16))
    assert nudged.z != comparison.z
    whole = generate_memo(replace(report, primary=replace(report.primary, comparisons=(nudged,))))
    made = check(whole.html)
    assert made.passed
    assert "1 figures differ in their last digits only" in made.remarks[0]
    touched = check(replaced(html_of("game_gate"), f'"z": {comparison.z!r}', f'"z": {nudged.z!r}'))
    assert "Primary metric, treatment gate_40, z" in [one.where for one in touched.differences]


def test_reports_are_compared_in_every_entry() -> None:
    report = canonical_report("eleven_arms")
    assert report.primary is not None
    short = replace(report.primary, comparisons=report.primary.comparisons[:-1])
    made = compare_reports(replace(report, primary=short), report)
    assert [one.where for one in made.differences] == ["Primary metric, treatment package_10"]
    assert compare_reports(report, report).differences == ()


def test_what_cannot_be_computed_is_said_and_nothing_breaks() -> None:
    report = canonical_report("mean_guardrails")
    plans = report.charter.guardrails
    assert plans is not None
    far = replace(plans[0], worsened_margin=1e300, severe_margin=1e305)
    charter = replace(report.charter, guardrails=(far, *plans[1:]))
    made = check(generate_memo(replace(report, charter=charter)).html)
    assert not made.passed
    emptied = replace(report, input=replace(report.input, header=(), rows=()))
    assert not check(generate_memo(emptied).html).passed


def test_a_check_tells_its_steps_and_can_be_given_up() -> None:
    steps: list[str] = []
    check_memo(open_memo(html_of("game_gate").encode(), "memo.html"), steps.append)
    assert steps == [
        "checking the data and the plan",
        "recomputing every number",
        "comparing everything the memo shows",
    ]


@pytest.mark.parametrize("draws", [0, -5, 10**12])
def test_a_simulation_nobody_can_wait_for_is_refused(draws) -> None:
    report = canonical_report("game_gate")
    greedy = replace(report, thresholds=replace(report.thresholds, bayesian_draws=draws))
    with pytest.raises(ReadingError, match="simulation of"):
        check(generate_memo(greedy).html)


def test_an_oversized_table_is_refused() -> None:
    report = canonical_report("game_gate")
    rows = (*report.input.rows, ("x" * 20_000, "1", "1", "1"))
    large = replace(report, input=replace(report.input, rows=rows))
    with pytest.raises(ReadingError, match="larger than any"):
        recompute(large)


def test_no_figure_of_a_report_is_left_out() -> None:
    """Each number of the results, nudged and written up as if it were true, is found and named."""
    report = canonical_report("game_gate")
    plain = json.loads(to_json(report))
    again = recompute(report)
    count = 0
    for where, forged in nudged_reports(plain):
        made = compare_reports(forged, again)
        assert len(made.differences) == 1, where
        count += 1
    assert count >= 50


def nudged_reports(plain):
    results = ("health", "primary", "guardrails", "continuous", "bayesian", "decision", "promise")
    for key in results:
        for path in list(number_paths(plain[key])):
            copy = json.loads(json.dumps(plain))
            holder = copy[key]
            for step in path[:-1]:
                holder = holder[step]
            value = holder[path[-1]]
            holder[path[-1]] = value + 1 if isinstance(value, int) else value * 1.001 + 1e-9
            yield (key, *path), from_json(Report, json.dumps(copy))


def number_paths(value, path=()):
    if isinstance(value, dict):
        for key, item in value.items():
            yield from number_paths(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from number_paths(item, (*path, index))
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield path


def test_a_mean_as_primary_verifies_under_its_own_plan() -> None:
    report = canonical_report("mean_of_orders")
    assert report.charter.primary == PrimaryPlan(metric="aov")
    assert recompute(report) == report
