"""The input of a case as exact numbers."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from experimentos_core.verification.cases import ReferenceCase, damaged


class Given:
    """Reads what a case gives; whatever does not fit is damage, never a statistical refusal."""

    def __init__(self, case: ReferenceCase) -> None:
        """Take the input of `case`; its title goes into the errors."""
        self._case = case

    def whole(self, name: str, count: int | None = None) -> list[int]:
        """Whole numbers, `count` of them where that is fixed."""
        return self._numbers(name, int, count)

    def exact(self, name: str, count: int | None = None) -> list[Decimal]:
        """Decimal numbers with every digit they were written with."""
        return self._numbers(name, _finite_decimal, count)

    def floats(self, name: str) -> list[float]:
        """Numbers as the statistics take shares and p-values."""
        return [float(number) for number in self.exact(name)]

    def alpha(self) -> float:
        """The two-sided significance level."""
        return float(self.exact("alpha", 1)[0])

    def two_arms(self) -> tuple[int, int, int, int]:
        """Control's conversions and users, then the treatment's: the order of `stats`."""
        (users_c, users_t), (x_c, x_t) = self.whole("users", 2), self.whole("conversions", 2)
        return x_c, users_c, x_t, users_t

    def _numbers[T](self, name: str, read: Callable[[str], T], count: int | None) -> list[T]:
        texts = self._case.given.get(name)
        if not texts or (count is not None and len(texts) != count):
            wanted = "numbers" if count is None else f"{count} numbers"
            raise damaged(f"the case {self._case.title!r} should give {wanted} as {name!r}")
        try:
            return [read(text) for text in texts]
        except (ValueError, InvalidOperation) as error:
            message = f"the case {self._case.title!r} gives {name!r} as no usable number"
            raise damaged(message) from error


def _finite_decimal(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError(text)
    return number
