"""Published and independently computed results, recomputed on this machine.

`reference_cases` reads the cases that come with the program, `run_verification` recomputes each
with the very functions the analysis uses and compares every figure to the digits it was given in.
"""

from experimentos_core.verification.cases import (
    Method,
    ReferenceCase,
    VerificationError,
    reference_cases,
)
from experimentos_core.verification.figures import CheckedFigure
from experimentos_core.verification.run import CheckedCase, VerificationReport, run_verification

__all__ = [
    "CheckedCase",
    "CheckedFigure",
    "Method",
    "ReferenceCase",
    "VerificationError",
    "VerificationReport",
    "reference_cases",
    "run_verification",
]
