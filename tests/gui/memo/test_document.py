import base64
import builtins

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument

from experimentos_core.memo import generate_memo
from experimentos_gui.memo.document import MemoDocument, decode_data_address, for_qt
from experimentos_gui.memo.preview import MemoPreview
from tests.core.memo.test_hostile import ATTACKS, hostile_report
from tests.helpers.memo_reading import MemoReader, numbers
from tests.helpers.memos import CANONICAL

IMAGE = QTextDocument.ResourceType.ImageResource
FILE_PAGE = """<html><head><link rel="stylesheet" href="{0}"></head><body>
<img src="{0}"><p style="background-image: url({0})">x</p><table background="{0}"></table></body>"""


def squeezed(text: str) -> str:
    return "".join(text.replace("\ufffc", "").replace("\u2022", "").split())


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret.png"
    path.write_bytes(
        base64.b64decode(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        )
    )
    return QUrl.fromLocalFile(str(path)).toString()


@pytest.mark.parametrize("name", CANONICAL)
def test_qt_shows_all_of_the_text_and_nothing_else(name: str, qapp) -> None:
    html = generate_memo(CANONICAL[name]()).html
    document = MemoDocument(html)
    assert squeezed(document.toPlainText()) == squeezed(MemoReader(html).text)


@pytest.mark.parametrize("text", ATTACKS)
def test_hostile_text_is_shown_as_text(text: str, qapp, monkeypatch) -> None:
    html = generate_memo(hostile_report(text)).html
    asked: list[str] = []
    monkeypatch.setattr(
        "experimentos_gui.memo.document.decode_data_address",
        lambda address: asked.append(address) or decode_data_address(address),
    )
    preview = MemoPreview()
    preview.show_memo(html)
    preview.resize(700, 500)
    preview.grab()
    assert all(address.startswith("data:image/svg+xml;base64,") for address in asked)
    shown = preview.document().toPlainText().replace("\u200b", "")
    assert squeezed(shown) == squeezed(MemoReader(html).text)


def test_no_file_is_opened_even_by_a_page_that_asks_for_one(secret, qapp, monkeypatch) -> None:
    loaded: list[object] = []

    class Recording(MemoDocument):
        def loadResource(self, type, name):  # noqa: A002, N802 - Qt's names
            loaded.append(super().loadResource(type, name))
            return loaded[-1]

    opened: list[object] = []
    monkeypatch.setattr(builtins, "open", lambda *args, **kwargs: opened.append(args))
    document = Recording(FILE_PAGE.format(secret))
    document.setTextWidth(400)
    assert document.size().width() > 0
    assert all(content is None for content in loaded)
    assert not opened


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "/etc/passwd",
        "http://127.0.0.1/x.png",
        "qrc:/x.png",
        ":/x.png",
        "data:image/png,plain",
        "data:image/png;base64,%%%",
        "x.png",
    ],
)
def test_only_base64_data_addresses_resolve(address: str, qapp) -> None:
    assert decode_data_address(address) is None
    assert MemoDocument("").loadResource(IMAGE.value, QUrl(address)) is None
    assert MemoPreview().loadResource(IMAGE.value, QUrl(address)) is None


def test_the_secret_would_load_in_an_unguarded_document(secret, qapp) -> None:
    """The guard guards against something: Qt's own document does open the file."""
    assert QTextDocument().resource(IMAGE.value, QUrl(secret)) is not None


def test_the_chart_is_laid_out_within_the_page(qapp) -> None:
    html = generate_memo(CANONICAL["game_gate"]()).html
    document = MemoDocument(html)
    for width in (400, 700, 1100):
        document.setTextWidth(width)
        assert document.size().width() <= max(width, document.idealWidth())
    without_chart = MemoDocument(html[: html.index('<p class="chart">')])
    document.setTextWidth(700)
    without_chart.setTextWidth(700)
    assert document.size().height() > without_chart.size().height() + 60


def test_what_qt_gets_says_the_same(qapp) -> None:
    html = generate_memo(CANONICAL["fish_oil"]()).html
    assert numbers(MemoReader(for_qt(html)).text) == numbers(MemoReader(html).text)
    assert "@media" not in for_qt(html)
    assert "<script" not in for_qt(html)
