"""Reports of earlier formats made over into the present one, one step a format."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from experimentos_core.experiment import SCHEMA_VERSION, Report
from experimentos_core.foundation.codec import CodecError
from experimentos_core.input_record import plain_digest

type Plain = dict[str, Any]

_FIRST_DAYS: Final = 2
"""The first format that writes the first day of the data beside a promise."""


def migrate(report: Plain, version: int) -> Plain:
    """Return a report of an earlier format as one of the present format, as JSON values.

    Raises:
        KeyError, TypeError, ValueError: Where it is no report of that format.
    """
    for step in range(version, SCHEMA_VERSION):
        report = _STEPS[step](report)
    return report


def without_later(report: Report, version: int) -> Report:
    """Return a report without what formats after `version` added to its results.

    So a report computed today can be compared with one that was made then.
    """
    if version < _FIRST_DAYS and report.promise is not None:
        return replace(report, promise=replace(report.promise, first_day=""))
    return report


def _from_1(report: Plain) -> Plain:
    """Format 2 records what was decided, how cells were written, and a digest of the data.

    It also asks how unequal arms of skewed values are.
    """
    data = dict(report["input"])
    _refuse_later(report, ("taken",), 1)
    _refuse_later(report["thresholds"], ("values_per_squared_skewness",), 1)
    _refuse_later(data, ("written", "is_turned", "margin", "table_sha256"), 1)
    data |= {"written": [], "is_turned": False, "margin": 0}
    data["table_sha256"] = plain_digest(data)
    thresholds = {**report["thresholds"], "values_per_squared_skewness": 0.0}  # it was not asked
    added = {"input": data, "thresholds": thresholds, "taken": None}
    return {**report, "schema_version": 2, **added}


def _refuse_later(record: Plain, keys: tuple[str, ...], version: int) -> None:
    """Refuse what a later format added: it would be overwritten without a word."""
    for key in keys:
        if key in record:
            message = f"format {version} has no field {key!r}"
            raise CodecError(message)


_STEPS: Final[Mapping[int, Callable[[Plain], Plain]]] = {1: _from_1}
