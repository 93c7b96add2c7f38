"""Files that are no memo, or a broken or malicious one: a sentence each, and no traceback."""

import json
import random
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest

from experimentos_core.foundation.errors import ReadingError
from experimentos_core.foundation.values import Verdict
from experimentos_core.memo import generate_memo
from experimentos_core.memo.embedded import put_seal
from experimentos_core.memo_check import check_memo_file, open_memo, read_memo
from experimentos_core.memo_check.files import LARGEST_MEMO
from experimentos_core.memo_verifying import verified_words
from tests.helpers.memo_checks import check, html_of, replaced, sentences
from tests.helpers.memos import canonical_report

HTML = html_of("game_gate")
BLOCK = '<script type="application/json" id="experimentos-report">'


def block(json_text: str) -> bytes:
    return re.sub(f"(?<={re.escape(BLOCK)})[^<]*", lambda _: json_text, HTML).encode()


def value(**changes: object) -> str:
    found = re.search(f"{re.escape(BLOCK)}([^<]*)", HTML)
    assert found is not None
    return json.dumps({**json.loads(found[1]), **changes})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is no memo of ExperimentOS: there is no report in it"),
        (b"variant,users,conversions\nA,1,1\n", "there is no report in it"),
        (b"<html><body>Hello</body></html>", "there is no report in it"),
        (b"\xff\xfe\x00\x01", "it is not UTF-8 text"),
        (b"\x00" * 1000, "there is no report in it"),
        (HTML[: len(HTML) // 2].encode(), "is not a whole memo"),
        (HTML[: HTML.index("</script>")].encode(), "is not a whole memo"),
        (HTML.replace("</body>", f"{BLOCK}{{}}</script></body>").encode(), "more than one report"),
        (
            HTML.replace("</body>", '<p id="experimentos-report">x</p></body>').encode(),
            "more than one report",
        ),
        (HTML.replace("application/json", "text/javascript").encode(), "is not a whole memo"),
        (block(""), "not valid JSON"),
        (block("{}"), "This is no report."),
        (block("[" * 100_000), "not valid JSON"),
        (block('{"a":' * 5_000 + "1" + "}" * 5_000), "This is no report."),
        (
            block(value(app_version=7).replace(": 7,", f": {'[' * 5_000}{']' * 5_000},", 1)),
            "could not be read",
        ),
        (block("NaN"), "not valid JSON"),
        (block('{"schema_version": 2, "schema_version": 2}'), "stands twice"),
        (block(value(schema_version=99)), "written by a newer ExperimentOS"),
        (block(value(schema_version=1)), "format 1 has no field"),
        (block(value(charter=[[[]]])), "should be an object"),
        (block(value(input=None)), "should be an object"),
    ],
)
def test_what_is_no_usable_memo_is_refused_in_a_sentence(content, said) -> None:
    with pytest.raises(ReadingError) as told:
        open_memo(content, "memo.html")
    assert said in told.value.message
    assert told.value.message.startswith("memo.html ")
    assert told.value.message.endswith(".")
    assert told.value.hint.endswith(".")
    assert len(told.value.message) < 700


def test_a_name_cannot_steer_the_terminal() -> None:
    with pytest.raises(ReadingError) as told:
        open_memo(b"", "memo\u202e\x1b[31m.html")
    assert "\x1b" not in told.value.message
    assert "\u202e" not in told.value.message


def test_a_huge_file_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.html"
    with path.open("wb") as stream:
        stream.truncate(LARGEST_MEMO + 1)
    with pytest.raises(ReadingError, match="larger than 50 MB, too large for a memo"):
        read_memo(path)
    with pytest.raises(ReadingError, match="larger than 50 MB"):
        open_memo(path.read_bytes(), "huge.html")


@pytest.mark.parametrize("name", ["missing.html", "."])
def test_a_file_that_is_not_there_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(ReadingError):
        check_memo_file(tmp_path / name)


@pytest.mark.parametrize("filler", ["<p>x</p>", "<!--", "<", "<div>", "&#0;", "<a b='c'"])
def test_a_page_with_much_more_in_it_is_said_soon(filler) -> None:
    stuffed = HTML.replace("</body>", filler * (4_000_000 // len(filler)) + "</body>")
    start = time.process_time()
    made = check(put_seal(stuffed))
    assert not made.passed
    assert time.process_time() - start < 10


@pytest.mark.parametrize("filler", ["<p>x</p>", "<!--", "<", "<div>", "&#0;", "<a b='c'"])
def test_a_page_with_somewhat_more_in_it_is_compared(filler) -> None:
    start = time.process_time()
    made = check(put_seal(HTML.replace("</body>", filler * 20_000 + "</body>")))
    assert not made.passed
    assert len(made.differences) <= 201
    assert time.process_time() - start < 10


@pytest.mark.parametrize("seed", range(20))
def test_garbage_and_damage_never_break_it(seed) -> None:
    dice = random.Random(seed)  # noqa: S311 - the same damage every time
    for _ in range(10):
        damaged = bytearray(HTML.encode())
        for _ in range(dice.choice([1, 5, 200])):
            at = dice.randrange(len(damaged))
            damaged[at : at + dice.choice([0, 1, 30])] = dice.randbytes(dice.choice([0, 1, 3]))
        try:
            made = check_bytes(bytes(damaged))
        except ReadingError as error:
            told = [error.message]
        else:
            told = sentences(made)
        assert told or bytes(damaged) == HTML.encode()
        assert all(sentence.endswith(".") for sentence in told)


def check_bytes(content: bytes):
    from experimentos_core.memo_check import check_memo

    return check_memo(open_memo(content, "memo.html"))


def test_text_in_a_memo_cannot_break_out_of_a_sentence() -> None:
    made = check(replaced(HTML, "<strong>worse</strong>", "<strong>wo\u202erse\x1b[2J</strong>"))
    assert all("\x1b" not in text and "\u202e" not in text for text in sentences(made))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<img src=", '<img src="data:image/svg+xml;base64,PHN2Zy8+" src='),
        ("<img src=", '<img alt="Launch: 99% better" src='),
        ("<h1>", "<h1><em>"),
        ("<h1>", "<h1>&#x1;"),
        ("background-color: ", "background-color:\u00a0"),
    ],
)
def test_what_a_browser_reads_otherwise_is_found_under_a_fresh_seal(old: str, new: str) -> None:
    made = check(put_seal(replaced(HTML, old, new)))
    assert not made.passed


OLDER = replace(canonical_report("game_gate"), app_version="0.0.9")


def test_a_verdict_is_no_wording_whatever_version_a_memo_says_made_it() -> None:
    assert OLDER.decision.decision is Verdict.ROLLBACK
    turned = replace(OLDER, decision=replace(OLDER.decision, decision=Verdict.LAUNCH))
    made = check(generate_memo(turned).html)
    assert 'Verdict, Verdict: the memo\'s data says "Launch", recomputed it is "Rollback".' in (
        sentences(made)
    )
    guardrail = replace(OLDER.guardrails[0], name="refunds")
    renamed = replace(OLDER, guardrails=(guardrail, *OLDER.guardrails[1:]))
    assert not check(generate_memo(renamed).html).passed


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<h1>\u25bc Rollback", "<h1>\u25b2 Launch"),
        ("<h1>\u25bc Rollback", "<h1>\u25b2 Good to go"),
        ("<style>", "<style>h1::after { content: 'Launch'; }"),
        ("<style>", "<style>h1 { opacity: 0; }"),
        ("<style>", "<style>@import 'x';"),
        ("<img src=", '<img src="data:image/svg+xml;base64,PHN2Zy8+" src='),
    ],
)
def test_a_page_of_another_version_shows_the_verdict_and_hides_nothing(old: str, new: str) -> None:
    html = generate_memo(OLDER).html
    assert check(html).passed
    assert not check(put_seal(replaced(html, old, new))).passed


def test_what_was_not_compared_is_not_called_verified() -> None:
    assert verified_words(check(HTML)) == (
        "Verified: every number was recomputed from the data in this memo."
    )
    assert "were not compared" in verified_words(check(generate_memo(OLDER).html))
    lax = replace(OLDER.thresholds, srm_blocked_p=1e-9)
    made = check(generate_memo(replace(OLDER, thresholds=lax)).html)
    assert "thresholds are not those of this program" in verified_words(made)
