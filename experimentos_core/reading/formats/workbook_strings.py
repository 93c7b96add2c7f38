"""The texts that the cells of a workbook share, only those that are asked for."""

from collections.abc import Set as AbstractSet

from experimentos_core.reading.formats.workbook_package import EnoughReadError, WorkbookPackage
from experimentos_core.reading.formats.workbook_values import unescaped


def read_strings(
    package: WorkbookPackage, part: str | None, wanted: AbstractSet[int]
) -> dict[int, str]:
    """Return the shared texts of the wanted indices.

    Reading ends at the last one; those that nothing asks for are never held. Formatting inside a
    text and the reading aid above Japanese writing are left out.

    Raises:
        ReadingError: When the part is damaged, or lacks one of them.
    """
    target = _StringsTarget(wanted)
    if wanted and part is not None:
        package.read(part, target)
    lacking = min(wanted - target.found.keys(), default=None)
    if lacking is not None:
        package.damaged(f"its shared text {lacking} is missing")
    return target.found


class _StringsTarget:
    """Is told of the elements of the shared texts and keeps the wanted ones."""

    def __init__(self, wanted: AbstractSet[int]) -> None:
        self.found: dict[int, str] = {}
        self._wanted = wanted
        self._last = max(wanted, default=-1)
        self._index = -1
        self._pieces: list[str] = []
        self._is_phonetic = False
        self._is_text = False

    def start(self, tag: str, _: dict[str, str]) -> None:
        element = tag.rpartition("}")[2]
        if element == "t":
            self._is_text = self._index in self._wanted and not self._is_phonetic
        elif element == "si":
            self._index += 1
            self._pieces = []
        elif element == "rPh":
            self._is_phonetic = True

    def end(self, tag: str) -> None:
        element = tag.rpartition("}")[2]
        if element == "t":
            self._is_text = False
        elif element == "rPh":
            self._is_phonetic = False
        elif element == "si":
            self._end_string()

    def data(self, text: str) -> None:
        if self._is_text:
            self._pieces.append(text)

    def close(self) -> None:
        """Nothing is left to do."""

    def _end_string(self) -> None:
        if self._index in self._wanted:
            self.found[self._index] = unescaped("".join(self._pieces))
        if self._index >= self._last:
            raise EnoughReadError
