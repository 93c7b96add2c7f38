"""What a person chose about the reading of a file, in the form `--map` and the window share."""

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
    DECIMAL = "decimal"
    ROW = "row"
    COLUMN = "column"
    SEGMENT = "segment"


SUBJECTS: Final = {
    ChoiceKey.DECIMAL: "column",
    ChoiceKey.ROW: "row number",
    ChoiceKey.COLUMN: "column",
    ChoiceKey.SEGMENT: "column",
}
VALUES: Final = {
    ChoiceKey.ENCODING: ("utf-8", "utf-16", "cp1252"),
    ChoiceKey.SEPARATOR: ("comma", "semicolon", "tab", "bar"),
    ChoiceKey.SHAPE: ("variants", "days", "segments", "turned"),
    ChoiceKey.DAYS: ("new", "running"),
    ChoiceKey.DECIMAL: ("point", "comma"),
    ChoiceKey.ROW: ("use", "skip"),
    ChoiceKey.COLUMN: ("use", "skip"),
}


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
        """The choice as it is written after `--map`."""
        subject = f":{self.subject}" if self.subject else ""
        return f"{self.key.value}{subject}={self.value}"

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
                message = f"--map answers {text.partition('=')[0]!r} twice."
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
    """Split `KEY=VALUE` or `KEY:SUBJECT=VALUE`; a role's column may hold '=' itself."""
    head, equals, value = text.partition("=")
    name, colon, _ = head.partition(":")
    subject = ""
    if colon:
        left, equals, value = text.rpartition("=")
        subject = left[len(name) + 1 :].strip()
    if name not in list(ChoiceKey) or not equals or not value.strip():
        message = f"--map {text} could not be read."
        raise UsageError(message, f"Write it as --map users=visitors; there are: {_forms()}.")
    key = ChoiceKey(name)
    if (key in SUBJECTS) != bool(subject):
        message = f"--map {text} could not be read."
        raise UsageError(message, f"Write it as --map {_form(key)}.")
    choice = Choice(key=key, subject=subject, value=value)
    allowed = VALUES.get(key)
    if allowed is not None and value not in allowed:
        message = f"--map {text}: there is no {value!r}."
        raise UsageError(message, f"It may be {' or '.join(allowed)}.")
    return choice


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
