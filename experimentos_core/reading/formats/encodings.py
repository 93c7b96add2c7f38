"""Which character encoding bytes are in: certain, chosen, or a guess that is shown."""

import codecs
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from experimentos_core.foundation.errors import ReadingError
from experimentos_core.foundation.visible_text import make_visible
from experimentos_core.reading.choices import Choice, ChoiceKey, Choices
from experimentos_core.reading.notes import Answer, Chip, Note, NoteCode

_LABELS: Final = {"utf-8": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}
_KEEP = "backslashreplace"  # a byte that is no letter stays to be seen, as \xfc
_CHUNK = 1 << 20
_SAMPLE = 4096
_UNDEFINED = b"\x81\x8d\x8f\x90\x9d"  # what Windows-1252 has no letter for
_CONTROLS = bytes((*range(9), *range(14, 26), *range(27, 32)))
_FINE = bytes(set(range(256)) - {*_UNDEFINED, *_CONTROLS})
_WORD_END = re.compile(rb"[,;\t|\r\n\" ]")
_WORD_BYTES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Bytes of which it is known how to read them as text.

    Attributes:
        data: The bytes.
        codec: Python's name of the encoding.
        errors: What becomes of bytes that are no letter.
        encoding: The encoding as it is shown.
        chip: The decision.
        notes: What was guessed.
    """

    data: bytes
    codec: str
    errors: str = "strict"
    encoding: str
    chip: Chip
    notes: tuple[Note, ...] = ()

    def open(self) -> io.TextIOWrapper:
        """Return the text as a stream, so that it is never in memory as a whole."""
        return io.TextIOWrapper(
            io.BytesIO(self.data), encoding=self.codec, errors=self.errors, newline=""
        )

    def head(self, characters: int) -> str:
        """Return the first lines, at most so many characters; a line cut short is left off."""
        stream = self.open()
        text = stream.read(characters)
        if not stream.read(1):
            return text
        end = max(text.rfind("\n"), text.rfind("\r"))
        return text[: end + 1] if end >= 0 else text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Survey:
    """What one pass through the bytes found: the first that does not fit, and signs of no text."""

    broken_at: int | None
    is_binary: bool


def decode(
    data: bytes,
    name: str,
    choices: Choices = Choices(),  # noqa: B008 - a frozen record
    checkpoint: Callable[[], None] = lambda: None,
) -> Decoded:
    r"""Find how to read bytes as text.

    A byte order mark decides, then the pattern of zero bytes UTF-16 has, then whether all of it is
    UTF-8; what remains is read as Windows-1252, and said to be a guess. An encoding that was
    chosen is taken; bytes that do not fit it stay visible, written like '\xfc'.

    Raises:
        ReadingError: For bytes that are no text, or in none of these encodings.
    """
    chosen = choices.get(ChoiceKey.ENCODING)
    if chosen is not None:
        return _as_chosen(data, name, chosen, checkpoint)
    codec = _sure_codec(data)
    survey = _survey(data, codec or "utf-8", checkpoint)
    if survey.broken_at is None:
        _refuse_binary(name, is_binary=survey.is_binary)
        return Decoded(
            data=data,
            codec=codec or "utf-8",
            encoding=_shown(codec or "utf-8"),
            chip=Chip(text=_shown(codec or "utf-8")),
        )
    _refuse_binary(name, is_binary=codec in ("utf-16-le", "utf-16-be"))
    if codec is not None:
        line = _line(data, survey.broken_at, codec)
        message = f"{name} begins as {_shown(codec)} text but is damaged in line {line:,}."
        raise ReadingError(message, "Export or save it again as 'CSV UTF-8'.")
    return _as_guessed(data, name, survey.broken_at, checkpoint)


def _sure_codec(data: bytes) -> str | None:
    """The encoding the bytes themselves tell, or None."""
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = data[:_SAMPLE]
    if _are_letters(sample[::2], sample[1::2]):
        return "utf-16-le"
    return "utf-16-be" if _are_letters(sample[1::2], sample[::2]) else None


def _are_letters(low: bytes, high: bytes) -> bool:
    """Whether these halves of UTF-16 make mostly Latin letters, as those of an export are."""
    latin = bytes(letter for letter, page in zip(low, high, strict=False) if page == 0)
    is_mostly_latin = len(latin) > 0 and 2 * len(latin) >= len(low)
    return is_mostly_latin and 0 not in low and not any(letter in _CONTROLS for letter in latin)


def _nul_counts(data: bytes) -> tuple[int, int]:
    sample = data[:_SAMPLE]
    return sample[::2].count(0), sample[1::2].count(0)


def _as_chosen(data: bytes, name: str, chosen: str, checkpoint: Callable[[], None]) -> Decoded:
    codec = _chosen_codec(data, chosen)
    survey = _survey(data, codec, checkpoint)
    _refuse_binary(name, is_binary=survey.is_binary)
    notes: tuple[Note, ...] = ()
    if survey.broken_at is not None:
        notes = (_broken_note(data, survey.broken_at, codec),)
    return Decoded(
        data=data,
        codec=codec,
        errors=_KEEP,
        encoding=_shown(codec),
        chip=_chip(chosen, _shown(codec)),
        notes=notes,
    )


def _chosen_codec(data: bytes, chosen: str) -> str:
    sure = _sure_codec(data)
    if chosen == "utf-8":
        return "utf-8-sig" if sure == "utf-8-sig" else "utf-8"
    if chosen == "cp1252":
        return "cp1252"
    if sure is not None and sure.startswith("utf-16"):
        return sure
    even, odd = _nul_counts(data)
    return "utf-16-be" if even > odd else "utf-16-le"


def _as_guessed(data: bytes, name: str, at: int, checkpoint: Callable[[], None]) -> Decoded:
    survey = _survey(data, "cp1252", checkpoint)
    _refuse_binary(name, is_binary=survey.is_binary)
    if survey.broken_at is not None:
        line = _line(data, survey.broken_at, "cp1252")
        message = f"{name} is neither UTF-8 nor Windows-1252 text (line {line:,})."
        hint = "Save it as 'CSV UTF-8' from your spreadsheet and open it again."
        raise ReadingError(message, hint)
    word, letter = _word_at(data, at), data[at : at + 1].decode("cp1252")
    note = Note(
        code=NoteCode.ENCODING_GUESSED,
        message=(
            f"The file is not UTF-8 and was read as Windows-1252; "
            f"so line {_line(data, at, 'cp1252'):,} reads '{word}', with '{letter}'."
        ),
        hint="If that is not what was written, save the file as 'CSV UTF-8' and open it again.",
        value=word,
        undo=Choice(key=ChoiceKey.ENCODING, value="utf-8"),
    )
    return Decoded(
        data=data,
        codec="cp1252",
        encoding=_LABELS["cp1252"],
        chip=_chip("cp1252", _LABELS["cp1252"], is_guess=True),
        notes=(note,),
    )


def _survey(data: bytes, codec: str, checkpoint: Callable[[], None]) -> _Survey:
    """Read all of it once in pieces, so that no second copy is held and it can be cancelled."""
    if codec == "cp1252":
        return _survey_cp1252(data, checkpoint)
    decoder = codecs.getincrementaldecoder(codec)("strict")
    is_binary = False
    for start in range(0, len(data) + 1, _CHUNK):
        checkpoint()
        piece = data[start : start + _CHUNK]
        try:
            text = decoder.decode(piece, final=start + _CHUNK > len(data))
        except UnicodeDecodeError as error:
            at = start + len(piece) - len(error.object) + error.start
            is_binary = is_binary or (not codec.startswith("utf-16") and b"\x00" in data)
            return _Survey(broken_at=at, is_binary=is_binary)
        is_binary = is_binary or "\x00" in text
    return _Survey(broken_at=None, is_binary=is_binary)


def _survey_cp1252(data: bytes, checkpoint: Callable[[], None]) -> _Survey:
    """Any byte may be a letter but for a few; control characters are a sign of no text."""
    odd: set[int] = set()
    for start in range(0, len(data), _CHUNK):
        checkpoint()
        odd.update(data[start : start + _CHUNK].translate(None, _FINE))
    undefined = [data.index(byte) for byte in odd if byte in _UNDEFINED]
    return _Survey(broken_at=min(undefined, default=None), is_binary=not odd <= {*_UNDEFINED})


def _refuse_binary(name: str, *, is_binary: bool) -> None:
    if is_binary:
        message = f"{name} is not a text file."
        raise ReadingError(message, "Save it as 'CSV UTF-8' from your spreadsheet.")


def _shown(codec: str) -> str:
    if codec.startswith("utf-16"):
        return _LABELS["utf-16"]
    return "UTF-8 with BOM" if codec == "utf-8-sig" else _LABELS[codec]


def _chip(value: str, text: str, *, is_guess: bool = False) -> Chip:
    answers = tuple(
        Answer(label=label, choice=Choice(key=ChoiceKey.ENCODING, value=key))
        for key, label in _LABELS.items()
    )
    return Chip(text=text, is_guess=is_guess, answers=answers, taken=list(_LABELS).index(value))


def _broken_note(data: bytes, at: int, codec: str) -> Note:
    line = _line(data, at, codec)
    shown = f"\\x{data[at]:02x}"
    return Note(
        code=NoteCode.ENCODING_GUESSED,
        message=f"A byte in line {line:,} is no {_shown(codec)} letter; it stands as '{shown}'.",
        hint="Choose another encoding, or save the file as 'CSV UTF-8' and open it again.",
        value=shown,
    )


def _line(data: bytes, at: int, codec: str) -> int:
    """The line a byte stands in; old files of the Mac end lines in a carriage return alone."""
    feed = b"\n" if data.find(b"\n") >= 0 else b"\r"
    if codec.startswith("utf-16"):
        feed = feed + b"\x00" if codec != "utf-16-be" else b"\x00" + feed
    return data.count(feed, 0, at) + 1


def _word_at(data: bytes, at: int) -> str:
    before = _WORD_END.split(data[max(0, at - _WORD_BYTES) : at])[-1]
    after = _WORD_END.split(data[at : at + _WORD_BYTES])[0]
    return make_visible((before + after).decode("cp1252", errors=_KEEP))
