"""What may be chosen about a reading, as it is written after `--map`."""

import pytest

from experimentos_core.foundation.errors import UsageError
from experimentos_core.reading.choices import Choice, ChoiceKey, Choices


@pytest.mark.parametrize(
    ("text", "key", "subject", "value"),
    [
        ("users=visitors", "users", "", "visitors"),
        ("users=a=b", "users", "", "a=b"),
        ("decimal:Net = gross=comma", "decimal", "Net = gross", "comma"),
        ("decimal:a:b=point", "decimal", "a:b", "point"),
        ("row:6=use", "row", "6", "use"),
        ("segment:country=only US", "segment", "country", "only US"),
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
    ],
)
def test_what_cannot_be_read_is_told_with_the_form(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        Choices.parse([text])
    assert "--map" in caught.value.message
    assert caught.value.hint


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
