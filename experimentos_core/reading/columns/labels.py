"""Variant labels: mended, compared, and the control recognised by its name."""

import re
from functools import lru_cache
from typing import Final

from experimentos_core.reading.table import column_key

CONTROL_NAMES: Final = (
    *("control", "ctrl", "control group", "controls", "control arm", "control variant"),
    *("kontrolle", "kontrollgruppe", "kontroll", "controle", "contrôle", "controlegroep"),
    *("groupe de contrôle", "groupe contrôle", "groupe témoin", "témoin", "grupo de control"),
    *("grupo control", "grupo de controle", "grupo controle", "controllo"),
    *("gruppo di controllo", "baseline", "base", "basis", "original", "originale", "origineel"),
    *("référence", "reference", "placebo", "holdout", "hold out", "hold-out", "holdback"),
    *("no change", "unchanged", "no treatment", "untreated", "status quo", "default"),
    *("a", "variant a", "variante a", "variation a", "version a", "group a", "gruppe a"),
    *("groupe a", "grupo a", "gruppo a", "groep a", "test a", "arm a", "cell a"),
    *("off", "0", "variant 0", "variation 0", "v0", "false"),
)
TOTAL_NAMES: Final = frozenset(
    {
        *("total", "totals", "sum", "grand total", "all", "overall", "gesamt", "\u03c3"),
        *("summe", "gesamtsumme", "gesamtergebnis", "insgesamt", "ergebnis", "endergebnis"),
        *("totale", "totale complessivo", "total general", "total général", "total geral"),
        *("totaal", "eindtotaal", "somme", "suma", "soma", "somma", "totaux", "totales", "totais"),
        *("all users", "all visitors", "all variants", "all groups", "subtotal", "\u2211"),
    }
)
_TOTAL_WORDS: Final = TOTAL_NAMES - {"all", "sum", "overall"}
_CONTROL_WORDS: Final = frozenset({"control", "kontrolle", "kontrollgruppe", "baseline"})
_DENIALS: Final = frozenset({"no", "non", "not", "vs", "versus", "minus"})
_MOST_WORDS: Final = 3
# Marks that print nothing, which copying from web pages leaves at the ends of a label.
_UNSEEN: Final = " \u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


def mend_label(label: str) -> str:
    """Return a label without outer or doubled white space, and without unseen marks around it.

    No-break spaces count as white space; marks inside a label (in an emoji, say) stay.
    """
    return " ".join(label.split()).strip(_UNSEEN)


@lru_cache(maxsize=4096)
def label_key(label: str) -> str:
    """Return a label as it is compared: 'Variant  B ' and 'variant b' are the same."""
    return column_key(mend_label(label))


def find_label(wanted: str, labels: tuple[str, ...]) -> str | None:
    """Return the label that matches `wanted`, or None."""
    key = label_key(wanted)
    return next((label for label in labels if label_key(label) == key), None)


def guess_control(labels: tuple[str, ...]) -> str | None:
    """Return the label that names a control, the surest name first; None when none does.

    Where no label is such a name, the only one that begins or ends with the word 'control' (or
    its like) is taken: 'A (control)', 'control_v1'.
    """
    for name in CONTROL_NAMES:
        found = find_label(name, labels)
        if found is not None:
            return found
    speaking = [label for label in labels if _says_control(label)]
    return speaking[0] if len({label_key(label) for label in speaking}) == 1 else None


def is_total_name(label: str) -> bool:
    """Whether a label reads like a row of totals."""
    return label_key(label) in TOTAL_NAMES


@lru_cache(maxsize=4096)
def reads_like_total(label: str) -> bool:
    """Whether a label is a total's, or begins or ends with one, as subtotals do: 'US Total'."""
    key = label_key(label).strip("*:- ")
    words = key.split()
    return key in TOTAL_NAMES or (
        len(words) > 1 and not _TOTAL_WORDS.isdisjoint((words[0], words[-1]))
    )


def _says_control(label: str) -> bool:
    words = [word for word in re.split(r"[\W_]+", label_key(label)) if word]
    if not words or len(words) > _MOST_WORDS or not _DENIALS.isdisjoint(words):
        return False
    return words[0] in _CONTROL_WORDS or words[-1] in _CONTROL_WORDS
