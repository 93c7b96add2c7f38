"""Whether a file of the corpus came to what it must come to; a wrong number never passes."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from experimentos_core.charter import Charter
from experimentos_core.experiment import propose_guardrails
from experimentos_core.foundation.errors import ReadingError
from experimentos_core.healthcheck import Checkup, run_health_check
from experimentos_core.reading.choices import Choices
from experimentos_core.reading.columns.labels import label_key
from experimentos_core.reading.columns.measures import find_measures
from experimentos_core.reading.content import Content
from experimentos_core.reading.interpret import interpret_content
from experimentos_core.reading.interpretation import Interpretation
from experimentos_core.reading.notes import Question
from tests.core.reading.corpus.case import Asks, Case, Finds, Outcome, Reads, Refuses, Said
from tests.core.reading.corpus.outcomes import content_of


def check(case: Case, folder: Path) -> None:
    """Read the file of a case and compare with what must come of it."""
    if isinstance(case.expected, Refuses):
        _check_refusal(case, case.expected, folder)
        return
    content = content_of(case, folder)
    _check(content, Choices.parse(case.choices), case.expected)


def checkup_of(interpretation: Interpretation) -> Checkup:
    """Check a reading's table with the guardrails that are proposed for it."""
    assert interpretation.table is not None
    interpretation = _without_halves(interpretation)
    assert interpretation.table is not None
    guardrails = propose_guardrails(interpretation.table, interpretation.roles, Charter())
    charter = Charter(guardrails=guardrails)
    return run_health_check(interpretation.table, charter, interpretation.roles)


def _without_halves(interpretation: Interpretation) -> Interpretation:
    """Leave sums without their squares out: how a sum is read is asked here, not what it is for."""
    assert interpretation.table is not None
    halves = [
        f"column:{name}=skip"
        for measure in find_measures(interpretation.table, interpretation.roles)
        if not measure.is_complete
        for name in (measure.total, measure.squares)
        if name
    ]
    chosen = (*interpretation.table.choices, *halves)
    return replace(interpretation, table=replace(interpretation.table, choices=chosen))


def _check(content: Content, choices: Choices, expected: Outcome) -> None:
    if isinstance(expected, Refuses):
        try:
            interpret_content(content, choices)
        except ReadingError as error:
            _check_sentence(error, expected)
            return
        raise AssertionError("It was read, but should have been refused.")
    interpretation = interpret_content(content, choices)
    match expected:
        case Asks():
            _check_question(content, choices, interpretation, expected)
        case Finds():
            _check_blocked(interpretation, expected)
        case Reads():
            _check_numbers(interpretation, expected)


def _check_refusal(case: Case, expected: Refuses, folder: Path) -> None:
    try:
        interpret_content(content_of(case, folder), Choices.parse(case.choices))
    except ReadingError as error:
        _check_sentence(error, expected)
        return
    raise AssertionError("It was read, but should have been refused.")


def _check_sentence(error: ReadingError, expected: Refuses) -> None:
    for words in expected.words:
        assert words.casefold() in str(error).casefold(), (words, str(error))


def _check_question(
    content: Content, choices: Choices, interpretation: Interpretation, expected: Asks
) -> None:
    assert interpretation.questions, ("no question", _shown(interpretation))
    assert not interpretation.is_ready
    question = interpretation.questions[0]
    _check_words(question, expected)
    for answer in question.answers:
        outcome = expected.answers[answer.choice.option]
        _check(content, choices.with_choice(answer.choice), outcome)
    if question.default is None:
        assert interpretation.table is None
        return
    supposed = choices.with_choice(question.answers[question.default].choice)
    answered = interpret_content(content, supposed).table
    assert interpretation.table is not None
    assert answered is not None
    assert interpretation.table.rows == answered.rows, "the preview is not the default answer"


def _check_words(question: Question, expected: Asks) -> None:
    for words in expected.naming:
        assert words in question.text, (words, question.text)
    options = {answer.choice.option for answer in question.answers}
    assert options == set(expected.answers), (options, question.text)
    default = None
    if question.default is not None:
        default = question.answers[question.default].choice.option
    assert default == expected.default, question.text
    for option in options:
        assert option in question.in_words()
        assert Choices.parse([option]).options == (option,)


def _check_blocked(interpretation: Interpretation, expected: Finds) -> None:
    assert not interpretation.questions, interpretation.questions
    checkup = checkup_of(interpretation)
    assert checkup.dataset is None, checkup.dataset
    _check_said(checkup, expected.said, "Blocked")


def _check_numbers(interpretation: Interpretation, expected: Reads) -> None:
    assert not interpretation.questions, [q.text for q in interpretation.questions]
    assert interpretation.is_ready
    checkup = checkup_of(interpretation)
    dataset = checkup.dataset
    assert dataset is not None, [issue.message for issue in checkup.health.issues]
    metrics = [dataset.users, dataset.primary.counts, *(g.counts for g in dataset.guardrails)]
    counts = {
        label: tuple(column[i] for column in metrics) for i, label in enumerate(dataset.variants)
    }
    assert counts == dict(expected.counts)
    assert tuple(g.name for g in dataset.guardrails) == expected.guardrails
    assert dataset.control == expected.control
    _check_measures(interpretation, expected)
    for said in expected.said:
        _check_said(checkup, said)
    _check_words_of_reading(interpretation, expected)


def _check_measures(interpretation: Interpretation, expected: Reads) -> None:
    table = interpretation.table
    assert table is not None
    (variants,) = table.positions(interpretation.roles.variant)
    keys = [label_key(label) for label in table.column(variants)]
    for column, values in expected.measures.items():
        positions = table.positions(column)
        assert len(positions) == 1, (column, table.header)
        cells = dict(zip(keys, table.column(positions[0]), strict=True))
        found = [cells[label_key(label)] for label in expected.counts]
        assert [Decimal(cell) for cell in found] == [Decimal(value) for value in values], column


def _check_words_of_reading(interpretation: Interpretation, expected: Reads) -> None:
    """Whatever is not as it stood is said, and of a tidy file nothing is said."""
    table, raw = interpretation.table, interpretation.raw
    assert table is not None
    dialect = table.source.dialect
    for words in expected.details:
        assert words.casefold() in dialect.casefold(), (words, dialect)
    is_as_it_stood = table.rows == raw.rows and table.header == raw.header
    words_said = interpretation.notes or table.source.details
    assert is_as_it_stood or words_said, _shown(interpretation)
    if expected.is_silent:
        assert is_as_it_stood
        assert not words_said
        assert not any(chip.is_guess for chip in interpretation.chips)


def _check_said(checkup: Checkup, said: Said, severity: str | None = None) -> None:
    issues = checkup.health.issues
    shown = [(i.code.value, i.severity.value, i.place, i.message) for i in issues]
    for issue in issues:
        place = issue.place
        fits = (
            issue.code.value == said.code
            and (severity is None or issue.severity.value == severity)
            and said.row in (None, place.row)
            and said.column in (None, place.column)
            and said.value in (None, place.value)
            and all(words in issue.message for words in said.words)
        )
        if fits:
            return
    raise AssertionError((said, shown))


def _shown(interpretation: Interpretation) -> object:
    return interpretation.table or interpretation.raw
