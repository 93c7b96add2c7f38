"""The SQL that makes one row per variant of too many rows, in the file's own column names."""

import re
from collections.abc import Sequence
from typing import Final

from experimentos_core.foundation.visible_text import make_visible
from experimentos_core.reading.names.role_words import (
    CONVERSIONS_NAMES,
    USERS_NAMES,
    VARIANT_NAMES,
    WEAK_CONVERSIONS_NAMES,
    matching,
    name_words,
)

_PLAIN_NAME: Final = re.compile(r"[a-z_][a-z0-9_]*", re.IGNORECASE | re.ASCII)
_NAME_CHARACTERS: Final = 60
_TABLE: Final = "your_table"
# Words of SQL that a column is likely called by; unquoted they are no names.
_RESERVED: Final = frozenset(
    {
        *("all", "and", "as", "case", "column", "condition", "date", "default", "else", "end"),
        *("from", "group", "in", "interval", "is", "like", "not", "null", "on", "or", "order"),
        *("over", "range", "row", "rows", "select", "set", "table", "then", "to", "union", "user"),
        *("using", "values", "when", "where", "with"),
    }
)
_PEOPLE: Final = frozenset(
    {
        *("user", "visitor", "customer", "client", "person", "member", "subject", "participant"),
        *("player", "subscriber", "account", "device", "cookie", "session", "email", "mail"),
        *("kunde", "kunden", "kundin", "nutzer", "benutzer", "besucher", "anwender", "teilnehmer"),
        *("konto", "gerat", "sitzung", "utilisateur", "visiteur", "personne", "compte", "appareil"),
        *("usuario", "cliente", "visitante", "persona", "cuenta", "dispositivo", "sesion"),
        *("correo", "utente", "visitatore", "conto", "utilizador", "pessoa", "conta", "sessao"),
        *("gebruiker", "klant", "bezoeker", "deelnemer", "apparaat", "sessie", "courriel"),
    }
)
_NUMBERS: Final = frozenset(
    {
        *("id", "ids", "uid", "uuid", "guid", "key", "nr", "no", "number", "num", "code", "hash"),
        *("nummer", "numero", "kennung", "identifiant", "identificador", "identificativo"),
        *("codigo", "codice"),
    }
)
_NUMBERING_PEOPLE: Final = frozenset(
    {"kundennummer", "kundennr", "kundenid", "nutzerkennung", "klantnummer", "klantid"}
)
_SAID_YES: Final = (
    "1",
    "true",
    "yes",
    "y",
    "t",
    "ja",
    "j",
    "oui",
    "o",
    "si",
    "s\u00ed",
    "sim",
    "s",
)
_SAID_NO: Final = ("0", "false", "no", "n", "f", "nein", "non", "n\u00e3o", "nao", "nee")


def numbers_people(name: str) -> bool:
    """Whether a column's name says that it numbers users: 'user_id', 'id_cliente', 'userid'."""
    words = name_words(name)
    if len(words) == 1:
        return words[0] in _NUMBERING_PEOPLE or words[0].removesuffix("id") in _PEOPLE - set(words)
    return not _PEOPLE.isdisjoint(words) and not _NUMBERS.isdisjoint(words)


def names_identifier(name: str) -> bool:
    """Whether a column's name says that each of its cells is one user, or one of a kind."""
    words = name_words(name)
    is_one = bool(words) and (words[-1] in _NUMBERS or words[-1] in _PEOPLE)
    return is_one or numbers_people(name)


def are_outcomes(cells: Sequence[str]) -> bool:
    """Whether cells only say yes or no, in one of seven languages; blank ones say nothing."""
    said = {cell.strip().casefold() for cell in cells} - {""}
    return bool(said) and said <= {*_SAID_YES, *_SAID_NO}


def aggregate_query(
    header: Sequence[str] = (),
    *,
    variant: str | None = None,
    converted: str | None = None,
    said: Sequence[str] = (),
) -> str:
    """Return the SQL that makes one row per variant.

    Rows that hold users are added up; rows of one user each are counted. Names that are no plain
    words are quoted the standard way.

    Args:
        header: The file's columns; where a name is not among them, a plain one stands for it.
        variant: The column of the variants, where it is known.
        converted: The column that says whether a user converted, where it is known; rows are then
            counted.
        said: Its cells; where they are words, the one that says yes is counted.
    """
    names = tuple(header)
    found = None if converted else _first(names, USERS_NAMES)
    users = None if any(map(numbers_people, names)) else found
    free = tuple(name for name in names if name not in (users, variant))
    group = _identifier(variant or _first(free, VARIANT_NAMES) or "variant")
    outcome = converted or _first(free, (*CONVERSIONS_NAMES, *WEAK_CONVERSIONS_NAMES))
    if users is not None:
        counted = f"SUM({_identifier(users)}) AS users"
        outcome = outcome or "conversions"
    else:
        counted = "COUNT(*) AS users"
    summed = f"SUM({_outcome(_identifier(outcome or 'converted'), said)}) AS conversions"
    columns = f"{group}, {counted}, {summed}"
    return " ".join(("SELECT", columns, "FROM", _TABLE, "GROUP BY", group))


def aggregate_hint(
    header: Sequence[str] = (),
    *,
    variant: str | None = None,
    converted: str | None = None,
    said: Sequence[str] = (),
) -> str:
    """Return the sentence that says how to aggregate, the SQL last and fit to be copied.

    Args:
        header: See `aggregate_query`.
        variant: See there.
        converted: See there.
        said: See there.
    """
    query = aggregate_query(header, variant=variant, converted=converted, said=said)
    return f"Aggregate it first to one row per variant: {query}"


def _first(names: tuple[str, ...], wanted: tuple[str, ...]) -> str | None:
    return next(iter(matching(names, wanted)), None)


def _outcome(column: str, said: Sequence[str]) -> str:
    """Return what is added up for one user: the column itself, or 1 where it says yes."""
    spelled = {cell.strip().casefold(): cell.strip() for cell in reversed(said)}
    if not spelled or {"1", "0"} & spelled.keys():
        return column
    if {"true", "false"} & spelled.keys():
        return f"CASE WHEN {column} THEN 1 ELSE 0 END"
    yes = next((spelled[word] for word in _SAID_YES if word in spelled), None)
    return column if yes is None else f"CASE WHEN {column} = '{yes}' THEN 1 ELSE 0 END"


def _identifier(name: str) -> str:
    if _PLAIN_NAME.fullmatch(name) and name.casefold() not in _RESERVED:
        return name
    shown = make_visible(name, _NAME_CHARACTERS).replace('"', '""')
    return f'"{shown}"'
