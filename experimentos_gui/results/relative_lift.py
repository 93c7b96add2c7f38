"""The relative lift as the tables write it, the same as in the memo."""

from experimentos_core.analysis import Comparison
from experimentos_core.analysis import comparison_words as words
from experimentos_core.foundation.formatting import NOT_AVAILABLE


def relative_lift(comparison: Comparison) -> str:
    """Return the relative lift, signed; 'undefined' for none, N/A where nothing was tested."""
    if comparison.p_corrected is None:
        return NOT_AVAILABLE
    return words.relative_change(comparison)


def relative_detail(comparison: Comparison) -> str:
    """Return its interval or why there is none; empty where nothing was tested."""
    return "" if comparison.p_corrected is None else words.relative_interval(comparison)
