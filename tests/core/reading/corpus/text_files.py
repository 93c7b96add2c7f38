"""How text files are written: encodings, separators, line ends, quotes and blank cells."""

from typing import Final

from tests.core.reading.corpus.case import (
    STANDARD_READ,
    TIDY,
    Case,
    Finds,
    Reads,
    Refuses,
    Said,
    pasted_case,
    standard,
    text_case,
)

SEPARATORS: Final = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
_ENCODINGS: Final = {
    "utf-8": ("utf-8", "", "UTF-8"),
    "utf-8-bom": ("utf-8-sig", "", "UTF-8 with BOM"),
    "utf-16-le-bom": ("utf-16-le", "\ufeff", "UTF-16"),
    "utf-16-be-bom": ("utf-16-be", "\ufeff", "UTF-16"),
    "utf-16-le": ("utf-16-le", "", "UTF-16"),
    "utf-16-be": ("utf-16-be", "", "UTF-16"),
    "cp1252": ("cp1252", "", "Windows-1252"),
}
_UMLAUTS = {"control": (10234, 512), "Größe B": (10190, 561)}
_PLAIN = "variant,users,conversions\ncontrol,10234,512\nvariant_b,10190,561\n"
_WITH_UMLAUT = "variant,users,conversions\ncontrol,10234,512\nGröße B,10190,561\n"


def _encoded(encoding: str, separator: str) -> Case:
    codec, mark, shown = _ENCODINGS[encoding]
    text = mark + _WITH_UMLAUT.replace(",", SEPARATORS[separator])
    is_guess = encoding == "cp1252"
    said = (Said(code="ENCODING_GUESSED", words=("Größe",)),) if is_guess else ()
    expected = Reads(counts=_UMLAUTS, said=said, is_silent=not is_guess, details=(shown, separator))
    return text_case(f"encoding-{encoding}-{separator}", text, expected, encoding=codec)


def _line_end(name: str, end: str, suffix: str = "") -> Case:
    return text_case(f"line-end-{name}{suffix}", _PLAIN.replace("\n", end), TIDY)


_LINE_ENDS = [
    _line_end("crlf", "\r\n"),
    _line_end("cr", "\r"),
    text_case("line-end-none-after-the-last-row", _PLAIN.rstrip("\n"), TIDY),
    text_case(
        "line-end-mixed",
        "variant,users,conversions\r\ncontrol,10234,512\rvariant_b,10190,561\n",
        TIDY,
    ),
    text_case("line-end-crlf-and-blank-lines", _PLAIN.replace("\n", "\r\n\r\n"), TIDY),
]

_SEPARATOR_LINES = [
    text_case(
        f"sep-line-{name}",
        f"sep={symbol}\r\n" + _PLAIN.replace(",", symbol).replace("\n", "\r\n"),
        standard(details=(name,)),
    )
    for name, symbol in SEPARATORS.items()
] + [
    text_case("sep-line-quoted", '"sep=;"\n' + _PLAIN.replace(",", ";"), STANDARD_READ),
    text_case(
        "sep-line-and-broken-cell",
        "sep=;\nvariant;users;conversions\ncontrol;n/a;512\nvariant_b;10190;561\n",
        # Spreadsheets hide the line, so the rows count from the header.
        Finds(said=Said(code="CELL_NOT_A_NUMBER", row=2, column="users", value="n/a")),
    ),
    text_case(
        "sep-line-with-bom",
        "\ufeffsep=;\nvariant;users;conversions\ncontrol;10234;512\nvariant_b;10190;561\n",
        STANDARD_READ,
    ),
]

_QUOTES = [
    text_case(
        "quotes-around-every-cell",
        '"variant","users","conversions"\n"control","10234","512"\n"variant_b","10190","561"\n',
        TIDY,
    ),
    text_case(
        "quotes-after-bom",
        '\ufeff"variant";"users";"conversions"\n"control";10234;512\n"variant_b";10190;561\n',
        TIDY,
    ),
    text_case(
        "quotes-separator-in-label",
        'variant,users,conversions\ncontrol,10234,512\n"B, new, green",10190,561\n',
        Reads(counts={"control": (10234, 512), "B, new, green": (10190, 561)}, is_silent=True),
    ),
    text_case(
        "quotes-doubled-in-label",
        'variant,users,conversions\ncontrol,10234,512\n"the ""new"" one",10190,561\n',
        Reads(counts={"control": (10234, 512), 'the "new" one': (10190, 561)}, is_silent=True),
    ),
    text_case(
        "quotes-line-end-in-label",
        'variant,users,conversions\ncontrol,10234,512\n"B\nnew",10190,561\n',
        Reads(
            counts={"control": (10234, 512), "B new": (10190, 561)},
            said=(Said(code="LABEL_MENDED", row=3),),
        ),
    ),
    text_case(
        "commas-in-labels-of-a-semicolon-file",
        "variant;users;conversions\ncontrol;10234;512\nB, new, green, big;10190;561\n",
        Reads(counts={"control": (10234, 512), "B, new, green, big": (10190, 561)}),
    ),
    text_case(
        "bars-in-labels-of-a-comma-file",
        "variant,users,conversions\ncontrol,10234,512\nB|new|green|big,10190,561\n",
        Reads(counts={"control": (10234, 512), "B|new|green|big": (10190, 561)}),
    ),
    text_case(
        "quote-never-closed",
        'variant,users,conversions\n"control,10234,512\nvariant_b,10190,561\n',
        Refuses(words=("quot", "2")),
    ),
]

_BLANKS = [
    text_case(
        "blank-rows-everywhere",
        "\n\nvariant,users,conversions\n\ncontrol,10234,512\n   \nvariant_b,10190,561\n\n\n",
        STANDARD_READ,
    ),
    text_case(
        "rows-of-separators-only",
        "variant,users,conversions\n,,\ncontrol,10234,512\n,,\nvariant_b,10190,561\n,,\n",
        STANDARD_READ,
    ),
    text_case(
        "separators-after-every-row",
        "variant;users;conversions;;\ncontrol;10234;512;;\nvariant_b;10190;561;;\n",
        STANDARD_READ,
    ),
    text_case(
        "separator-after-data-rows-only",
        "variant,users,conversions\ncontrol,10234,512,\nvariant_b,10190,561,\n",
        STANDARD_READ,
    ),
    text_case(
        "spaces-around-cells",
        " variant , Users , conversions \ncontrol, 10234 ,512\nvariant_b , 10190,561\n",
        standard(Said(code="LABEL_MENDED", row=3)),
    ),
    text_case(
        "blank-row-keeps-row-numbers",
        "variant,users,conversions\n\ncontrol,10234,512\n\nvariant_b,10190,abc\n",
        Finds(said=Said(code="CELL_NOT_A_NUMBER", row=5, column="conversions", value="abc")),
    ),
    text_case(
        "extra-cell-in-a-row",
        "variant,users,conversions\ncontrol,10234,512\nvariant_b,10,190,561\n",
        Finds(said=Said(code="ROW_LENGTH", row=3)),
    ),
    text_case(
        "missing-cell-in-a-row",
        "variant,users,conversions\ncontrol,10234,512\nvariant_b,10190\n",
        Finds(said=Said(code="ROW_LENGTH", row=3)),
    ),
]

_NO_TABLE = [
    text_case("empty", "", Refuses(words=("empty",))),
    text_case("white-space-only", " \n\t\n  \r\n", Refuses(words=("empty",))),
    text_case("bom-only", "\ufeff", Refuses(words=("empty",))),
    text_case(
        "header-only",
        "variant,users,conversions\n",
        Finds(said=Said(code="TOO_FEW_ROWS")),
    ),
    Case(
        name="nul-bytes-in-text",
        data=b"variant,users,conversions\ncontrol,10\x00234,512\nvariant_b,10190,561\n",
        expected=Refuses(words=("not a text file",)),
    ),
    Case(
        name="bytes-of-no-encoding",
        data=b"variant,users,conversions\ncontr\x81\x8dl,10234,512\nvariant_b,10190,561\n",
        expected=Refuses(words=("export.csv",)),
    ),
    text_case(
        "one-column-only",
        "users\n10234\n10190\n",
        Finds(said=Said(code="COLUMN_MISSING")),
    ),
    text_case(
        "more-than-10000-rows",
        "variant,users,conversions\n" + "control,1,0\n" * 10_001,
        Refuses(words=("10,000", "GROUP BY")),
    ),
    Case(
        name="xls-of-old",
        data=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        expected=Refuses(words=("export.xls",)),
        file="export.xls",
    ),
    Case(
        name="parquet",
        data=b"PAR1" + b"\x15\x04\x00" * 20 + b"PAR1",
        expected=Refuses(words=("Parquet",)),
        file="export.parquet",
    ),
    Case(
        name="pdf-called-csv",
        data=b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n",
        expected=Refuses(words=("PDF",)),
    ),
    Case(
        name="gzip-called-csv",
        data=b"\x1f\x8b\x08\x00" + b"\x00" * 40,
        expected=Refuses(words=("export.csv",)),
    ),
]

_FILE_NAMES = [
    text_case("tab-file-called-csv", _PLAIN.replace(",", "\t"), standard(details=("tab",))),
    text_case("comma-file-called-tsv", _PLAIN, standard(), file="export.tsv"),
    text_case("semicolon-file-called-txt", _PLAIN.replace(",", ";"), TIDY, file="export.txt"),
    text_case("text-file-called-xlsx", _PLAIN, STANDARD_READ, file="export.xlsx"),
    text_case("file-without-suffix", _PLAIN, TIDY, file="export"),
]

_CLIPBOARD = [
    pasted_case("pasted-range", _PLAIN.replace(",", "\t").replace("\n", "\r\n"), STANDARD_READ),
    pasted_case("pasted-csv-text", _PLAIN, STANDARD_READ),
    pasted_case("pasted-range-ending-in-nul", _PLAIN.replace(",", "\t") + "\x00", STANDARD_READ),
    pasted_case(
        "pasted-range-with-decimal-commas",
        "variant\tusers\tconversions\trevenue_sum\r\n"
        "control\t10.234\t512\t1.234,50\r\nvariant_b\t10.190\t561\t1.301,25\r\n",
        Reads(
            counts=STANDARD_READ.counts,
            measures={"revenue_sum": ("1234.50", "1301.25")},
            said=(Said(code="NUMBERS_READ", column="users"),),
        ),
    ),
    pasted_case("pasted-nothing", "", Refuses(words=("clipboard",))),
    pasted_case(
        "pasted-cell-with-a-line-end",
        'variant\tusers\tconversions\r\ncontrol\t10234\t512\r\n"variant\r\nb"\t10190\t561\r\n',
        Reads(counts={"control": (10234, 512), "variant b": (10190, 561)}),
    ),
]

_CHOSEN = [
    text_case(
        "chosen-encoding",
        _WITH_UMLAUT,
        Reads(counts=_UMLAUTS, details=("Windows-1252",)),
        encoding="cp1252",
        choices=("encoding=cp1252",),
    ),
    text_case(
        "chosen-encoding-that-does-not-fit",
        _WITH_UMLAUT,
        # Wanted so, and shown so: the bytes that are no UTF-8 strike the eye.
        Reads(
            counts={"control": (10234, 512), "Gr\\xf6\\xdfe B": (10190, 561)},
            said=(Said(code="ENCODING_GUESSED"),),
        ),
        encoding="cp1252",
        choices=("encoding=utf-8",),
    ),
    text_case("chosen-separator", _PLAIN, standard(), choices=("separator=comma",)),
    text_case(
        "chosen-separator-that-does-not-fit",
        _PLAIN,
        Finds(said=Said(code="COLUMN_MISSING")),
        choices=("separator=semicolon",),
    ),
]

CASES: Final = [
    text_case("tidy", _PLAIN, TIDY),
    *(_encoded(encoding, separator) for encoding in _ENCODINGS for separator in SEPARATORS),
    *_LINE_ENDS,
    *_SEPARATOR_LINES,
    *_QUOTES,
    *_BLANKS,
    *_NO_TABLE,
    *_FILE_NAMES,
    *_CLIPBOARD,
    *_CHOSEN,
]
