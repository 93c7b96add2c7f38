"""A Report to one page for people who were not in the room: Markdown and HTML.

The names below load when they are first asked for. A package that loads its own modules while two
threads begin with different ones of them would show one thread a module that is half there.
"""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from experimentos_core.memo.belief_rows import lift_chart_text, posterior_chart_text
    from experimentos_core.memo.chart_rows import interval_chart_text
    from experimentos_core.memo.memo import Memo, generate_memo

__all__ = [
    "Memo",
    "generate_memo",
    "interval_chart_text",
    "lift_chart_text",
    "posterior_chart_text",
]

_HOMES: Final = {
    "Memo": "memo",
    "generate_memo": "memo",
    "interval_chart_text": "chart_rows",
    "lift_chart_text": "belief_rows",
    "posterior_chart_text": "belief_rows",
}


def __getattr__(name: str) -> object:
    """Load a name of this package; AttributeError for any other."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415 - only here

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
