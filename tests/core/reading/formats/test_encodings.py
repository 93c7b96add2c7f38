"""Every encoding an export comes in: certain where it can be, else a guess that is shown."""

import codecs
import re

import pytest

from experimentos_core.foundation.errors import ReadingError
from experimentos_core.reading.choices import Choices
from experimentos_core.reading.formats.encodings import Decoded, decode

TEXT = "variant,users\nZ\u00fcrich \u20ac,5\n"


def text_of(decoded: Decoded) -> str:
    return decoded.open().read()


@pytest.mark.parametrize(
    ("data", "shown", "is_guess"),
    [
        (TEXT.encode(), "UTF-8", False),
        (codecs.BOM_UTF8 + TEXT.encode(), "UTF-8 with BOM", False),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "UTF-16", False),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "UTF-16", False),
        (TEXT.encode("utf-16-le"), "UTF-16", False),
        (TEXT.encode("utf-16-be"), "UTF-16", False),
        (TEXT.encode("cp1252"), "Windows-1252", True),
    ],
)
def test_the_same_text_comes_out_of_every_encoding(data: bytes, shown: str, is_guess: bool) -> None:
    decoded = decode(data, "a.csv")
    assert text_of(decoded) == TEXT
    assert (decoded.encoding, decoded.chip.text, decoded.chip.is_guess) == (shown, shown, is_guess)
    assert bool(decoded.notes) is is_guess


def test_a_guess_names_the_line_the_word_and_the_letter() -> None:
    decoded = decode(b'variant,users\r\nA,1\r\n"Z\xfcrich Nord",5\r\nK\xf6ln,6\r\n', "a.csv")
    (note,) = decoded.notes
    assert "line 3 reads 'Z\u00fcrich', with '\u00fc'" in note.message
    assert note.value == "Z\u00fcrich"
    assert note.undo is not None
    assert note.undo.option == "encoding=utf-8"
    chip = decoded.chip
    assert chip.answers[chip.taken].choice.option == "encoding=cp1252"
    assert {answer.choice.value for answer in chip.answers} == {"utf-8", "utf-16", "cp1252"}


def test_the_line_is_counted_where_lines_end_in_a_carriage_return() -> None:
    (note,) = decode(b"variant,users\rA,1\rZ\xfcrich,5\r", "a.csv").notes
    assert "line 3 reads" in note.message


def test_a_byte_in_no_encoding_is_refused_unless_chosen() -> None:
    data = b"variant,users\nZ\x81rich,5\n\xfc,6\n"
    message = r"a\.csv is neither UTF-8 nor Windows-1252 text \(line 2\)"
    with pytest.raises(ReadingError, match=message):
        decode(data, "a.csv")
    decoded = decode(data, "a.csv", Choices.parse(["encoding=cp1252"]))
    assert text_of(decoded).splitlines()[1:] == ["Z\\x81rich,5", "\u00fc,6"]
    assert "line 2" in decoded.notes[0].message
    assert decoded.notes[0].value == "\\x81"


def test_a_choice_wins_and_hides_no_byte() -> None:
    decoded = decode(b"Z\xfcrich\nZ\xf6rich", "a.csv", Choices.parse(["encoding=utf-8"]))
    assert text_of(decoded) == "Z\\xfcrich\nZ\\xf6rich"
    assert (decoded.encoding, decoded.chip.is_guess) == ("UTF-8", False)
    assert decoded.chip.answers[decoded.chip.taken].choice.value == "utf-8"
    as_latin = decode("\u00fc".encode(), "a.csv", Choices.parse(["encoding=cp1252"]))
    assert text_of(as_latin) == "\u00c3\u00bc"
    assert as_latin.notes == ()
    with_mark = decode(codecs.BOM_UTF8 + b"a", "a.csv", Choices.parse(["encoding=utf-8"]))
    assert (text_of(with_mark), with_mark.encoding) == ("a", "UTF-8 with BOM")


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_can_be_chosen_where_the_pattern_does_not_show(codec: str) -> None:
    text = "\u5bf9\u7167\u7ec4\u7528\u6237\u8f6c\u5316,\u5bf9\u7167\n"
    decoded = decode(text.encode(codec), "a.csv", Choices.parse(["encoding=utf-16"]))
    assert text_of(decoded) == text


@pytest.mark.parametrize(
    "data",
    [
        b"a,b\n1,\x00\n",
        b"a,b\n1,\x00\xfc\n",
        b"\x00",
        b"a\x00b\x00,\x00\x00\x00".ljust(40, b"\x01"),
        codecs.BOM_UTF16_LE + "a\x00".encode("utf-16-le"),
        b"\xff\x00\x00\x02" * 20,
        b"\x01\x00\x02\x00" * 20,
        b"\xfc\x01\x02",
    ],
)
@pytest.mark.parametrize("options", [[], ["encoding=cp1252"]])
def test_what_is_no_text_is_refused(data: bytes, options: list[str]) -> None:
    with pytest.raises(ReadingError, match=r"a\.csv is not a text file"):
        decode(data, "a.csv", Choices.parse(options))


@pytest.mark.parametrize(
    ("data", "begins"),
    [
        (codecs.BOM_UTF8 + b"a\nb\n\xfc", "UTF-8 with BOM"),
        (codecs.BOM_UTF16_LE + "a\nb\nc".encode("utf-16-le")[:-1], "UTF-16"),
        (codecs.BOM_UTF16_BE + "a\nb\nc".encode("utf-16-be") + b"\xd8\x00", "UTF-16"),
    ],
)
def test_a_damaged_file_is_not_guessed_at(data: bytes, begins: str) -> None:
    with pytest.raises(ReadingError, match=f"begins as {begins} text but is damaged in line 3"):
        decode(data, "a.csv")


@pytest.mark.parametrize("prefix", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize("length", [(1 << 20) - 1, 1 << 20, (1 << 20) + 1])
def test_letters_across_pieces_are_whole_and_places_exact(prefix: bytes, length: int) -> None:
    filler = prefix + b"x" * (length - len(prefix))
    assert text_of(decode(filler + "\u20ac".encode(), "a.csv")).endswith("x\u20ac")
    if not prefix:
        (note,) = decode(filler + b"\n,Z\xfcri", "a.csv").notes
        assert note.value == "Z\u00fcri"
        (note,) = decode(filler + "\n\u20ac,K".encode() + b"\xf6ln,5", "a.csv").notes
        assert note.value == "K\u00f6ln"


def test_the_head_ends_with_a_whole_line() -> None:
    decoded = decode(b"ab\r\ncd\r\nef", "a.csv")
    assert decoded.head(100) == "ab\r\ncd\r\nef"
    assert decoded.head(10) == "ab\r\ncd\r\nef"
    assert decoded.head(9) == "ab\r\ncd\r\n"
    assert decoded.head(3).startswith("ab")
    assert decode(b"abcdef", "a.csv").head(3) == "abc"


def test_no_sentence_names_a_codec_of_the_program() -> None:
    for data in (TEXT.encode("cp1252"), b"\x81\xfc"):
        try:
            said = decode(data, "a.csv").notes[0].message
        except ReadingError as error:
            said = str(error)
        assert not re.search(r"cp1252|utf-8|charmap|codec", said)
