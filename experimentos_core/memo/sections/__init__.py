"""What each part of a memo says, as plain data; no markup here."""

from experimentos_core.memo.sections.order import memo_sections, memo_title

__all__ = ["memo_sections", "memo_title"]
