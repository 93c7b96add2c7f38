"""What may be chosen about a reading, as it is written after `--map`."""

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experimentos_core.foundation.errors import UsageError
from experimentos_core.reading.choices import SUBJECTS, VALUES, Choice, ChoiceKey, Choices
from experimentos_core.reading.notes import Answer, Question


@pytest.mark.parametrize(
    ("text", "key", "subject", "value"),
    [
        ("users=visitors", "users", "", "visitors"),
        ("users=a=b", "users", "", "a=b"),
        ("decimal:Net = gross=comma", "decimal", "Net = gross", "comma"),
        ("decimal:a:b=point", "decimal", "a:b", "point"),
        ("row:6=use", "row", "6", "use"),
        ("segment:country=only US", "segment", "country", "only US"),
        ("segment:(blank)=sum", "segment", "", "sum"),
        ("column:(blank)=skip", "column", "", "skip"),
        ("users=(blank)", "users", "", ""),
        ('column:"(blank)"=skip', "column", "(blank)", "skip"),
        ('segment:"a=only b"=only c', "segment", "a=only b", "only c"),
        ("segment:utm=only src=g", "segment", "utm", "only src=g"),
        ("segment:utm=src=only src=g", "segment", "utm=src", "only src=g"),
        ("segment:a=b=sum", "segment", "a=b", "sum"),
        ("scale:cr %=percent", "scale", "cr %", "percent"),
        ("sheet=Q1 : results", "sheet", "", "Q1 : results"),
    ],
)
def test_a_choice_is_read_and_written_alike(text: str, key: str, subject: str, value: str) -> None:
    [choice] = Choices.parse([text]).chosen
    assert (choice.key, choice.subject, choice.value) == (key, subject, value)
    assert choice.option == text


@pytest.mark.parametrize(
    "text",
    [
        *("", "users", "users=", "users= ", "nothing=1", "=x", ":=", "row=6", "row:6", "row:=use"),
        *("row:6=maybe", "decimal=comma", "decimal:x=dot", "users:x=y", "shape=round"),
        *("row:(blank)=use", "column:=skip", "column: =skip", "sheet:(blank)=x", "scale:cr=half"),
    ],
)
def test_what_cannot_be_read_is_told_with_the_form(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        Choices.parse([text])
    assert "--map" in caught.value.message
    assert caught.value.hint


_NAMES = st.text(alphabet="=: \"'()|,;$`\\\\!%oOnly_bank\u00e9", max_size=12).map(str.strip)
_TRICKY = st.sampled_from(
    ["", "(blank)", '"(blank)"', "a=only b", "only", "x=sum", "sum", '"', '""', '"a"=only b', "="]
)
NAMES = st.one_of(_NAMES, _TRICKY)


@st.composite
def choices_made(draw: st.DrawFn) -> Choice:
    """Any choice a note or an answer may offer for a file with any names."""
    kind = draw(st.sampled_from(["role", "allowed", "segment", "sheet"]))
    if kind == "role":
        roles = (ChoiceKey.VARIANT, ChoiceKey.USERS, ChoiceKey.CONVERSIONS, ChoiceKey.RATE)
        return Choice(key=draw(st.sampled_from(roles)), value=draw(NAMES))
    if kind == "sheet":
        return Choice(key=ChoiceKey.SHEET, value=draw(NAMES.filter(bool)))
    if kind == "segment":
        value = draw(st.one_of(st.just("sum"), NAMES.map("only {}".format)))
        return Choice(key=ChoiceKey.SEGMENT, subject=draw(NAMES), value=value)
    key = draw(st.sampled_from([key for key in VALUES if key is not ChoiceKey.ROW]))
    subject = draw(NAMES) if key in SUBJECTS else ""
    return Choice(key=key, subject=subject, value=draw(st.sampled_from(VALUES[key])))


@given(choices_made())
def test_every_option_is_read_back_as_the_same_choice(choice: Choice) -> None:
    assert Choices.parse([choice.option]).chosen == (choice,)
    assert shlex.split(choice.on_command_line) == ["--map", choice.option]


def test_a_question_in_words_can_be_pasted_into_a_terminal() -> None:
    choice = Choice(key=ChoiceKey.DECIMAL, subject='the "net" sum', value="comma")
    words = Question(text="Which?", answers=(Answer(label="comma", choice=choice),)).in_words()
    assert words == ('Which? Answer with one of: --map "decimal:the \\"net\\" sum=comma" (comma).')


def test_the_same_thing_cannot_be_answered_twice() -> None:
    with pytest.raises(UsageError, match="twice"):
        Choices.parse(["decimal:Users=comma", "decimal:users=point"])


def test_a_later_choice_takes_the_place_of_an_earlier_one() -> None:
    comma = Choice(key=ChoiceKey.DECIMAL, subject="users", value="comma")
    point = Choice(key=ChoiceKey.DECIMAL, subject="USERS", value="point")
    choices = Choices().with_choice(comma).with_choice(point)
    assert choices.options == ("decimal:USERS=point",)
    assert choices.get(ChoiceKey.DECIMAL, "Users") == "point"
    assert choices.without(comma) == Choices()
