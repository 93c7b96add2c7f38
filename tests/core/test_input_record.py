"""The data inside a report gives back the very table it came from."""

from pathlib import Path

import pytest

from experimentos_core.charter import Charter
from experimentos_core.experiment import run_experiment
from experimentos_core.input_record import digest_of, record_input, table_of
from experimentos_core.memo.sections.provenance import SHOWN, provenance_section
from experimentos_core.reading.choices import Choices
from experimentos_core.reading.formats.opening import read_content
from experimentos_core.reading.interpret import interpret_content
from tests.helpers.memos import CANONICAL, canonical_report

FILES = {
    "points and commas": "Ergebnis;;\nvariant;users;conversions\nA;10.000;1.000\nB;10.100;1.1OO\n",
    "days": (
        "date,variant,users,conversions\n"
        "2026-03-01,A,500,50\n2026-03-01,B,510,61\n2026-03-02,A,498,49\n2026-03-02,B,505,57\n"
    ),
    "turned": ",,control,treatment\n,users,1 000,1 010\n,conversions,100,120\n,refunds,7,x\n",
    "totals": "variant,users,conversions\nA,1000,100\nB,1000,120\nTotal,2000,220\n",
    "no details": "variant,users,conversions\nA,1000,100\nB,1000,120\n",
}


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
def test_table_and_record_are_made_of_each_other(tmp_path: Path, text: str) -> None:
    path = tmp_path / "export.csv"
    path.write_text(text, encoding="utf-8")
    reading = interpret_content(read_content(path), Choices())
    table = reading.table or reading.raw
    record = record_input(table, reading.roles)
    assert record.table_sha256 == digest_of(record)
    again = table_of(record)
    assert record_input(again, record.roles) == record
    assert again == table
    assert run_experiment(again, Charter(), record.roles) == run_experiment(
        table, Charter(), reading.roles
    )


@pytest.mark.parametrize("name", CANONICAL)
def test_the_digest_of_the_data_stands_in_the_memo(name: str) -> None:
    report = canonical_report(name)
    assert report.input.table_sha256 == digest_of(report.input)
    assert report.input.table_sha256[:SHOWN] in str(provenance_section(report))
