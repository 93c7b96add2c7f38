"""What a person sees in a memo, compared with what its data gives, piece by piece."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final

from experimentos_core.foundation.values import Verdict
from experimentos_core.foundation.visible_text import make_visible
from experimentos_core.memo_check.pages import Piece, PieceKind, pieces_of
from experimentos_core.memo_check.pictures import picture_difference
from experimentos_core.memo_check.places import differing
from experimentos_core.memo_check.records import Difference, DifferenceKind

type Pair = tuple[Piece | None, Piece | None]

_READ: Final = frozenset({PieceKind.TEXT, PieceKind.ALTERNATIVE, PieceKind.TITLE})
_MARKUP: Final = frozenset({PieceKind.TAG, PieceKind.STYLE, PieceKind.HIDDEN})
_NUMBER: Final = re.compile("[\u2212+-]?\\d+(?:[.,]\\d+)*(?:e[-+]?\\d+)?")
_FIGURE: Final = re.compile(rf"{_NUMBER.pattern}|\b(?:{'|'.join(Verdict)})\b")
_SETTING: Final = re.compile(r"@[\w-]+|[\w-]+(?=\s*:)|[\w-]+(?=\()|\\|/\*|<")
_NAME: Final = re.compile(r"[\w-]+")
_MOST_TIMES: Final = 3
_SPARE: Final = 2_000
_LONGEST: Final = 120
_DIGEST: Final = re.compile(r"\b[0-9a-f]{64}\b")
_DIGEST_SHOWN: Final = 16


def compare_pages(told: str, expected: str) -> tuple[Difference, ...]:
    """Compare every piece a memo shows with the page its data gives, in reading order."""
    return tuple(_differences(pieces_of(told), pieces_of(expected)))


def compare_figures(told: str, expected: str) -> tuple[Difference, ...]:
    """Compare the figures of a memo alone: another version may word and lay it out differently.

    The words of verdicts count as figures. Elements and attributes that this program never
    writes, and what its style sheet never sets, are still named.
    """
    left, right = pieces_of(told), pieces_of(expected)
    known = {name for piece in right if piece.kind is PieceKind.TAG for name in _names(piece)}
    foreign = [
        piece
        for piece in left
        if (piece.kind is PieceKind.TAG and not set(_names(piece)) <= known)
        or (piece.kind is PieceKind.HIDDEN and not piece.text.lower().startswith("<!doctype"))
    ]
    shown = _differences(tuple(_figures(left)), tuple(_figures(right)))
    styled = _foreign_styles(left, right)
    return (*(_difference(piece, None) for piece in (*foreign, *styled)), *shown)


def _foreign_styles(left: Sequence[Piece], right: Sequence[Piece]) -> list[Piece]:
    """Style sheets that set what this program never does: they may hide text, or add some."""
    known = {name for piece in right if piece.kind is PieceKind.STYLE for name in _set_by(piece)}
    styles = (piece for piece in left if piece.kind is PieceKind.STYLE)
    return [piece for piece in styles if not _set_by(piece) <= known]


def _set_by(style: Piece) -> set[str]:
    return set(_SETTING.findall(style.text.lower()))


def _names(piece: Piece) -> list[str]:
    """The name of an element and those of its attributes."""
    inner = re.sub(r'="[^"]*"', "", piece.text)
    return _NAME.findall(inner)


def _figures(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Each number of a text as a piece of its own, and each picture."""
    for piece in pieces:
        if piece.kind is PieceKind.PICTURE:
            yield piece
        elif piece.kind in _READ:
            for number in _FIGURE.findall(piece.text):
                yield replace(piece, text=number)


def _differences(told: Sequence[Piece], expected: Sequence[Piece]) -> Iterator[Difference]:
    if len(told) > _MOST_TIMES * len(expected) + _SPARE:
        yield _overfull(told, expected)
        return
    for one, other in _pairs(told, expected):
        if one is not None and other is not None and one.kind is PieceKind.PICTURE:
            words = picture_difference(one.text, other.text)
            if words is not None:
                yield _picture(other, words)
        else:
            yield _difference(one, other)


def _pairs(told: Sequence[Piece], expected: Sequence[Piece]) -> Iterator[Pair]:
    """Lay the pages side by side; what stands in one only is paired with nothing."""
    left, right = [_key(piece) for piece in told], [_key(piece) for piece in expected]
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    stop = 0
    while stop < min(len(left), len(right)) - start and left[-1 - stop] == right[-1 - stop]:
        stop += 1
    ends = len(left) - stop, len(right) - stop
    matcher = SequenceMatcher(None, left[start : ends[0]], right[start : ends[1]], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            yield from _aligned(told[start + i1 : start + i2], expected[start + j1 : start + j2])


def _aligned(told: Sequence[Piece], expected: Sequence[Piece]) -> Iterator[Pair]:
    """Pair pieces of one kind in their order."""
    rest = list(expected)
    for piece in told:
        partner = next((other for other in rest if other.kind is piece.kind), None)
        if partner is not None:
            rest.remove(partner)
        yield piece, partner
    for piece in rest:
        yield None, piece


def _key(piece: Piece) -> tuple[PieceKind, str]:
    return piece.kind, piece.text


def _difference(told: Piece | None, expected: Piece | None) -> Difference:
    piece = expected or told
    if piece is None:
        message = "a difference needs one side at least"
        raise ValueError(message)
    if piece.kind in _MARKUP:
        return _markup(told, expected, piece)
    if piece.kind is PieceKind.PICTURE:
        return _picture(piece, "is missing" if told is None else "is not one of this memo")
    where = _where(piece)
    if told is None:
        text = _quoted(piece.text)
        return Difference(
            kind=_kind_of(piece.text),
            where=where,
            told="",
            computed=piece.text,
            sentence=f"{where}: {text}, which its data gives, is missing from the memo.",
        )
    if expected is None:
        text = _quoted(piece.text)
        return Difference(
            kind=_kind_of(piece.text),
            where=where,
            told=piece.text,
            computed="",
            sentence=f"{where}: the memo shows {text}, which its data does not give.",
        )
    one, other = differing(told.text, expected.text)
    if _short(one) != _short(other):
        one, other = _short(one), _short(other)
    return Difference(
        kind=_kind_of(told.text, expected.text),
        where=where,
        told=one,
        computed=other,
        sentence=f'{where}: the memo shows "{one}", its data gives "{other}".',
    )


def _markup(told: Piece | None, expected: Piece | None, piece: Piece) -> Difference:
    where = f"{piece.section}, line {told.line}" if told is not None else piece.section
    one, other = (make_visible(p.text, _LONGEST) if p is not None else "" for p in (told, expected))
    if told is None:
        sentence = f"{where}: {other} is missing."
    elif expected is None:
        sentence = f"{where}: {one} is an addition, which the program does not write."
    elif piece.kind is PieceKind.STYLE:
        sentence = f"{where}: the style sheet was changed, so parts may be hidden or added."
    else:
        sentence = f"{where}: {one} stands where the program writes {other}."
    return Difference(
        kind=DifferenceKind.MARKUP, where=where, told=one, computed=other, sentence=sentence
    )


def _picture(piece: Piece, words: str) -> Difference:
    where = f"{piece.section}, chart"
    return Difference(
        kind=DifferenceKind.PICTURE,
        where=where,
        told="",
        computed="",
        sentence=f"{where}: the picture in the memo {words}.",
    )


def _overfull(told: Sequence[Piece], expected: Sequence[Piece]) -> Difference:
    return Difference(
        kind=DifferenceKind.MARKUP,
        where="Whole file",
        told=f"{len(told):,} pieces",
        computed=f"{len(expected):,} pieces",
        sentence=(
            f"Whole file: the memo holds {len(told):,} pieces of text and markup where its data "
            f"gives {len(expected):,}; it was not compared any further."
        ),
    )


def _where(piece: Piece) -> str:
    if piece.kind is PieceKind.TITLE:
        return "Title of the file"
    beside = "text beside the chart" if piece.kind is PieceKind.ALTERNATIVE else piece.context
    return f"{piece.section}, {beside}" if beside else piece.section


def _kind_of(told: str, expected: str = "") -> DifferenceKind:
    is_figure = _NUMBER.findall(told) != _NUMBER.findall(expected)
    return DifferenceKind.VISIBLE_FIGURE if is_figure else DifferenceKind.VISIBLE_TEXT


def _short(text: str) -> str:
    """Keep the beginning of a digest only; two of different data differ in each part of them."""
    return _DIGEST.sub(lambda match: f"{match[0][:_DIGEST_SHOWN]}\u2026", text)


def _quoted(text: str) -> str:
    return f'"{make_visible(text, _LONGEST)}"'
