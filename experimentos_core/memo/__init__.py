"""A Report to one page for people who were not in the room: Markdown and HTML."""

from experimentos_core.memo.memo import Memo, generate_memo

__all__ = ["Memo", "generate_memo"]
