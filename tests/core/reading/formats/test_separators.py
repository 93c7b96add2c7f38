"""The header decides the separator, never the decimal commas below it."""

import pytest

from experimentos_core.reading.choices import Choices
from experimentos_core.reading.formats.separators import SEPARATORS, find_separator

TITLES = "Report: Checkout, March 2026\nExported,2026-03-01\n\n"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("variant,users\nA,10\nB,11\n", "comma"),
        ("variant;users;rev\nA;10;1,5\nB;11;2,5", "semicolon"),
        ("variant\tusers\tnote\nA\t10\tx, y\nB\t11\tz, w", "tab"),
        ("variant|users\nA|1,5\nB|2,5", "bar"),
        ('"a,b,c,d";x;y\n', "semicolon"),
        ("variant;users, total;rev, \u20ac\nA;10;1,5\nB;11;2,5", "semicolon"),
        ("variant;users;rev;note\nA;10;1,5\nB;11;2,5\nC;12;3,5", "semicolon"),
        ('variant,users\n"A; old; x","10"\n"B; new; y","11"', "comma"),
        (TITLES + "variant;users;rev\nA;10.234;1,5\nB;11;2,5\n", "semicolon"),
        (TITLES + "variant,users,rev\nA,10,1.5\nB,11,2.5\n", "comma"),
        ("A; B; C\n\nvariant,users\nA,10\nB,11\nC,12\n", "comma"),
        ("variant;2024;2025\nA;1,5;2,5\nB;1,5;2,5", "semicolon"),
        ("variant;users\nA;10,234\nB;1,234\n", "semicolon"),
        ("single", "comma"),
        ("single\n1,5\n2,5\n", "comma"),
        ("variant;users", "semicolon"),
        ("", "comma"),
        ("\n \n", "comma"),
    ],
)
def test_the_header_decides(text: str, name: str) -> None:
    found = find_separator(text)
    assert (found.name, found.symbol) == (name, SEPARATORS[name])
    assert (found.chip.text, found.chip.is_guess, found.skip_lines) == (name, False, 0)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("sep=;", "semicolon"),
        ("SEP=,", "comma"),
        ('"sep=|"', "bar"),
        ("sep=\t", "tab"),
        ("sep=;;;", "semicolon"),
        ("sep=^", "^"),
    ],
)
def test_a_declared_separator_is_honoured(line: str, name: str, newline: str) -> None:
    found = find_separator(newline.join([line, "variant,users,c", "A,1,2"]))
    assert (found.name, found.skip_lines) == (name, 1)
    assert found.symbol == SEPARATORS.get(name, name)


@pytest.mark.parametrize("line", ["sep=x", "sep=;rest", "separator;b", "sep=", "sep=\u00e9"])
def test_what_only_looks_like_a_declaration_is_a_row(line: str) -> None:
    assert find_separator(f"{line}\nvariant;users\nA;1\n").skip_lines == 0


def test_a_choice_wins_over_everything() -> None:
    found = find_separator("sep=;\na;b\n1;2\n", Choices.parse(["separator=comma"]))
    assert (found.name, found.skip_lines) == ("comma", 1)
    assert [answer.label for answer in found.chip.answers] == list(SEPARATORS)
    assert found.chip.answers[found.chip.taken].choice.option == "separator=comma"


def test_two_that_fit_equally_are_a_guess_with_a_way_back() -> None:
    found = find_separator("variant,users;x\na,1;2\nb,2;3\n")
    assert found.chip.is_guess
    assert [answer.label for answer in found.chip.answers] == ["comma", "semicolon"]
    assert found.chip.taken == 0


def test_a_copied_range_prefers_its_tabs() -> None:
    text = "a,b,c,d\tusers\n1,2,3,4\t5\n"
    assert find_separator(text, is_copied=True).name == "tab"
    assert find_separator("a;b\nx;2\n", is_copied=True).name == "semicolon"


def test_broken_quotes_do_not_stop_the_search() -> None:
    assert find_separator('variant;users\n"A;1\nB;2\n').name == "semicolon"
    assert find_separator('"' + "x" * 200_000).name == "comma"
