"""What a person chose about the reading of a file, in the form `--map` and the window share."""

import re
import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from experimentos_core.foundation.errors import UsageError
from experimentos_core.reading.table import column_key


class ChoiceKey(StrEnum):
    """What can be chosen; those of `SUBJECTS` are chosen for one row or column each."""

    ENCODING = "encoding"
    SEPARATOR = "separator"
    SHEET = "sheet"
    HEADER = "header"
    SHAPE = "shape"
    DAYS = "days"
    VARIANT = "variant"
    USERS = "users"
    CONVERSIONS = "conversions"
    RATE = "rate"
    SCALE = "scale"
    DECIMAL = "decimal"
    ROW = "row"
    COLUMN = "column"
    SEGMENT = "segment"
    SIZE = "n"


SUBJECTS: Final = {
    ChoiceKey.SCALE: "column",
    ChoiceKey.DECIMAL: "column",
    ChoiceKey.ROW: "row number",
    ChoiceKey.COLUMN: "column",
    ChoiceKey.SEGMENT: "column",
    ChoiceKey.SIZE: "metric",
}
VALUES: Final = {
    ChoiceKey.ENCODING: ("utf-8", "utf-16", "cp1252"),
    ChoiceKey.SEPARATOR: ("comma", "semicolon", "tab", "bar"),
    ChoiceKey.SHAPE: ("variants", "days", "segments", "turned"),
    ChoiceKey.DAYS: ("new", "running"),
    ChoiceKey.SCALE: ("fraction", "percent"),
    ChoiceKey.DECIMAL: ("point", "comma"),
    ChoiceKey.ROW: ("use", "skip"),
    ChoiceKey.COLUMN: ("use", "skip"),
}
# How a column without a name is written; one that is called so itself is put in quotes.
BLANK: Final = "(blank)"
_COLUMN_VALUES: Final = frozenset(
    {ChoiceKey.VARIANT, ChoiceKey.USERS, ChoiceKey.CONVERSIONS, ChoiceKey.RATE}
)
_QUOTED: Final = re.compile(r'"((?:[^"]|"")*)"', re.DOTALL)
_ONLY: Final = "=only "
_SHELL_SIGNS: Final = frozenset("$`\\!")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing chosen.

    Attributes:
        key: What it is about.
        subject: The row or column it is about; empty where there is only one of its kind.
        value: What was chosen.
    """

    key: ChoiceKey
    value: str
    subject: str = ""

    @property
    def option(self) -> str:
        """The choice as it is written after `--map`, so that it is read back as the same one.

        A column without a name is written `(blank)`; a name is put in double quotes, those in it
        doubled, only where it could be taken for something else.
        """
        if self.key not in SUBJECTS:
            is_column = self.key in _COLUMN_VALUES
            return f"{self.key.value}={_written(self.value) if is_column else self.value}"
        plain = f"{self.subject or BLANK}={self.value}"
        if _split(self.key, plain) != (self.subject, self.value):
            plain = f"{_quoted(self.subject)}={self.value}"
        return f"{self.key.value}:{plain}"

    @property
    def on_command_line(self) -> str:
        """The whole option as it is typed in a terminal, quoted so that it arrives unchanged.

        Double quotes are understood everywhere; a name with a dollar sign, a backtick, a backslash
        or an exclamation mark needs the quotes of a Unix shell.
        """
        if _SHELL_SIGNS.isdisjoint(self.option):
            escaped = self.option.replace('"', '\\"')
            return f'--map "{escaped}"'
        return f"--map {shlex.quote(self.option)}"

    @property
    def identity(self) -> tuple[ChoiceKey, str]:
        """What it is about; a later choice of the same identity replaces an earlier one."""
        return self.key, column_key(self.subject)


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything chosen so far, one choice for each thing it may be about."""

    chosen: tuple[Choice, ...] = ()

    @classmethod
    def parse(cls, options: Iterable[str]) -> "Choices":
        """Read choices as they are written after `--map`.

        Raises:
            UsageError: For one that cannot be understood, or two about the same thing.
        """
        choices = cls()
        for text in options:
            choice = _parse(text)
            if choices.get(choice.key, choice.subject) is not None:
                about = choice.option.removesuffix(f"={choice.value}")
                message = f"--map answers {about!r} twice."
                raise UsageError(message, "Answer it once.")
            choices = choices.with_choice(choice)
        return choices

    @property
    def options(self) -> tuple[str, ...]:
        """The choices as they are written after `--map`."""
        return tuple(choice.option for choice in self.chosen)

    def get(self, key: ChoiceKey, subject: str = "") -> str | None:
        """Return what was chosen, or None."""
        wanted = (key, column_key(subject))
        return next((c.value for c in self.chosen if c.identity == wanted), None)

    def about(self, key: ChoiceKey) -> tuple[Choice, ...]:
        """Return every choice of a kind."""
        return tuple(choice for choice in self.chosen if choice.key is key)

    def with_choice(self, choice: Choice) -> "Choices":
        """Return the choices with this one, in place of any about the same thing."""
        return Choices((*self.without(choice).chosen, choice))

    def without(self, choice: Choice) -> "Choices":
        """Return the choices without any about the same thing as `choice`."""
        return Choices(tuple(c for c in self.chosen if c.identity != choice.identity))


def _parse(text: str) -> Choice:
    """Read `KEY=VALUE` or `KEY:SUBJECT=VALUE`; names of columns may hold any sign."""
    found = re.match(r"([a-z]*)([:=])", text)
    name, mark, rest = (found[1], found[2], text[found.end() :]) if found else ("", "", "")
    if name not in list(ChoiceKey) or not rest.strip():
        message = f"--map {text} could not be read."
        raise UsageError(message, f"Write it as --map users=visitors; there are: {_forms()}.")
    key = ChoiceKey(name)
    if mark == "=":
        subject, value = "", _read(rest) if key in _COLUMN_VALUES else rest
    else:
        subject, value = _split(key, rest)
    is_blank = rest.lstrip().startswith(BLANK) and key is not ChoiceKey.ROW
    is_nameless = mark == ":" and not subject and not is_blank
    is_valueless = not value.strip() and (mark == ":" or key not in _COLUMN_VALUES)
    if (key in SUBJECTS) != (mark == ":") or is_nameless or is_valueless:
        message = f"--map {text} could not be read."
        raise UsageError(message, f"Write it as --map {_form(key)}.")
    allowed = VALUES.get(key)
    if allowed is not None and value not in allowed:
        message = f"--map {text}: there is no {value!r}."
        raise UsageError(message, f"It may be {' or '.join(allowed)}.")
    return Choice(key=key, subject=subject, value=value)


def _split(key: ChoiceKey, text: str) -> tuple[str, str]:
    """Split `SUBJECT=VALUE` at its last '='; the value of a segment may hold one itself."""
    quoted = _QUOTED.match(text)
    if quoted is not None and text[quoted.end() : quoted.end() + 1] == "=":
        return quoted[1].replace('""', '"'), text[quoted.end() + 1 :]
    only = re.search(_ONLY, text, re.IGNORECASE) if key is ChoiceKey.SEGMENT else None
    if only is not None:
        subject, value = text[: only.start()], text[only.start() + 1 :]
    else:
        subject, _, value = text.rpartition("=")
    subject = subject.strip()
    return ("" if subject == BLANK else subject), value


def _written(column: str) -> str:
    """Write a column that is a value: a role's."""
    plain = column or BLANK
    return plain if _read(plain) == column else _quoted(column)


def _read(text: str) -> str:
    """Read what `_written` wrote."""
    quoted = _QUOTED.fullmatch(text)
    if quoted is not None:
        return quoted[1].replace('""', '"')
    return "" if text.strip() == BLANK else text


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _form(key: ChoiceKey) -> str:
    subject = f":{SUBJECTS[key].upper().replace(' ', '-')}" if key in SUBJECTS else ""
    return f"{key.value}{subject}={'|'.join(VALUES.get(key, (_PLACEHOLDERS.get(key, 'COLUMN'),)))}"


def _forms() -> str:
    return ", ".join(_form(key) for key in ChoiceKey)


_PLACEHOLDERS: Final = {
    ChoiceKey.SHEET: "NAME",
    ChoiceKey.HEADER: "ROW",
    ChoiceKey.SEGMENT: "sum|only NAME",
}
