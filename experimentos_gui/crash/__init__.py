"""When something unexpected happens: it is logged, and shown once with a report to copy."""

from experimentos_gui.crash.handler import CrashHandler

__all__ = ["CrashHandler"]
