"""Labels mended and compared; controls and totals recognised in several languages."""

import pytest

from experimentos_core.reading.columns.labels import (
    CONTROL_NAMES,
    guess_control,
    is_total_name,
    label_key,
    mend_label,
    reads_like_total,
)


@pytest.mark.parametrize(
    "label", ["Variant B", " variant  b ", "\u00a0Variant\u202fB", "\u200bvariant b\ufeff"]
)
def test_spelling_does_not_make_another_variant(label: str) -> None:
    assert label_key(label) == "variant b"


def test_unseen_marks_are_trimmed_but_stay_inside() -> None:
    assert mend_label(" \u200b A \ufeff ") == "A"
    family = "\U0001f468\u200d\U0001f469"
    assert mend_label(family) == family


def test_different_labels_stay_different() -> None:
    assert label_key("A\u00b2") != label_key("A2")


@pytest.mark.parametrize(
    ("labels", "control"),
    [
        (("Kontrolle", "Test"), "Kontrolle"),
        (("b", "Kontrollgruppe"), "Kontrollgruppe"),
        (("Témoin", "Nouveau"), "Témoin"),
        (("Controllo", "B"), "Controllo"),
        (("new", "No change"), "No change"),
        (("true", "FALSE"), "FALSE"),
        (("a", "baseline"), "baseline"),
        (("1", "0"), "0"),
        (("A (Control)", "B"), "A (Control)"),
        (("control_v1", "treatment_v1"), "control_v1"),
        (("control_v1", "control_v2"), None),
        (("no control", "b"), None),
        (("birth control ad two", "b"), None),
        (("gate_30", "gate_40"), None),
    ],
)
def test_the_control_is_recognised(labels: tuple[str, ...], control: str | None) -> None:
    assert guess_control(labels) == control


def test_the_surest_name_is_control() -> None:
    assert CONTROL_NAMES[0] == "control"
    assert len(CONTROL_NAMES) == len(set(CONTROL_NAMES))


@pytest.mark.parametrize(
    "label", ["Total", "GESAMT", "Gesamtergebnis", "Somme", "Total general", "\u03a3", " Totaal "]
)
def test_totals_are_recognised(label: str) -> None:
    assert is_total_name(label)


def test_subtotals_read_like_totals_but_variants_do_not() -> None:
    assert reads_like_total("US Total")
    assert reads_like_total("Total:")
    assert not reads_like_total("All inclusive")
    assert not reads_like_total("totality")
    assert not is_total_name("US Total")
