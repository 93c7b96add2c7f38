"""Variant labels: mended, compared, and the control recognised by its name."""

from experimentos_core.reading.table import column_key

CONTROL_NAMES = (
    "control",
    "ctrl",
    "control group",
    "baseline",
    "base",
    "original",
    "placebo",
    "holdout",
    "a",
    "variant a",
    "group a",
    "off",
    "0",
)
TOTAL_NAMES = frozenset(
    {"total", "totals", "sum", "grand total", "all", "overall", "gesamt", "\u03a3"}
)


def mend_label(label: str) -> str:
    """Return a label without outer or doubled white space."""
    return " ".join(label.split())


def label_key(label: str) -> str:
    """Return a label as it is compared: 'Variant  B ' and 'variant b' are the same."""
    return column_key(label)


def find_label(wanted: str, labels: tuple[str, ...]) -> str | None:
    """Return the label that matches `wanted`, or None."""
    key = label_key(wanted)
    return next((label for label in labels if label_key(label) == key), None)


def guess_control(labels: tuple[str, ...]) -> str | None:
    """Return the label that names a control, the surest name first; None when none does."""
    for name in CONTROL_NAMES:
        found = find_label(name, labels)
        if found is not None:
            return found
    return None


def is_total_name(label: str) -> bool:
    """Whether a label reads like a row of totals."""
    return label_key(label) in TOTAL_NAMES
