import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experimentos_core.memo.file_name import memo_file_name


@given(st.text(max_size=400))
def test_a_name_is_safe_on_every_system(text: str) -> None:
    stem = memo_file_name(text).removesuffix(".html")
    assert re.fullmatch(r"[A-Za-z0-9 _-]{1,80}", stem)
    assert stem == stem.strip()
    assert not re.fullmatch(r"(?i)con|prn|aux|nul|com\d|lpt\d", stem)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Cookie Cats gate at level 40", "Cookie Cats gate at level 40.html"),
        ("../../etc/passwd", "etc passwd.html"),
        ("C:\\x", "C x.html"),
        ("CON", "experiment memo CON.html"),
        ("nul.", "experiment memo nul.html"),
        ("", "experiment memo.html"),
        ("\u65e5\u672c", "experiment memo.html"),
        ("Caf\u00e9 \U0001f600", "Cafe.html"),
        ("a\x00b", "a b.html"),
        ("x" * 300, "x" * 80 + ".html"),
    ],
)
def test_names(text: str, name: str) -> None:
    assert memo_file_name(text) == name


def test_the_ending_is_kept() -> None:
    assert memo_file_name("Memo", ".pdf") == "Memo.pdf"
