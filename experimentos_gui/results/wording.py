"""Phrases the result tabs share."""

from experimentos_core.foundation import formatting
from experimentos_gui.messages import counted


def chi_square(statistic: float, df: int) -> str:
    """Return 'chi-square 12.30 on 1 degree of freedom'."""
    degrees = counted(df, "degree")
    return f"chi-square {formatting.statistic(statistic)} on {degrees} of freedom"
