"""Every case recomputed and compared."""

from collections.abc import Iterable
from dataclasses import dataclass

from experimentos_core.verification.cases import Method, ReferenceCase, damaged
from experimentos_core.verification.figures import CheckedFigure, check_figure
from experimentos_core.verification.recompute import recompute


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedCase:
    """One case with its figures compared.

    Attributes:
        title: The case in a sentence.
        source: Who printed or computed the expected figures.
        method: What was recomputed.
        figures: In the order of the case.
    """

    title: str
    source: str
    method: Method
    figures: tuple[CheckedFigure, ...]

    @property
    def differing(self) -> tuple[CheckedFigure, ...]:
        """The figures that do not agree."""
        return tuple(figure for figure in self.figures if not figure.agrees)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationReport:
    """What came of all cases.

    Attributes:
        figures: How many were compared.
        agreeing: How many of them agree.
        cases: In the order they were given.
    """

    figures: int
    agreeing: int
    cases: tuple[CheckedCase, ...]

    @property
    def passed(self) -> bool:
        """Whether every figure agrees, and there was one."""
        return self.figures == self.agreeing > 0


def run_verification(cases: Iterable[ReferenceCase]) -> VerificationReport:
    """Recompute every case and compare each of its figures.

    Reads and writes nothing; the same cases give the same report.

    Raises:
        VerificationError: When a case is not one its method can compute.
    """
    checked = tuple(_check(case) for case in cases)
    figures = [figure for case in checked for figure in case.figures]
    agreeing = sum(figure.agrees for figure in figures)
    return VerificationReport(figures=len(figures), agreeing=agreeing, cases=checked)


def _check(case: ReferenceCase) -> CheckedCase:
    values = recompute(case)
    unknown = [name for name in case.figures if name not in values]
    if unknown:
        raise damaged(f"{case.method.value} gives no {unknown[0]!r} for {case.title!r}")
    figures = (check_figure(name, text, values[name]) for name, text in case.figures.items())
    return CheckedCase(
        title=case.title, source=case.source, method=case.method, figures=tuple(figures)
    )
