"""Everything a report tells, computed anew from the table, the plan and the choices in it."""

from dataclasses import replace

from experimentos_core.charter.chain import CharterChain
from experimentos_core.experiment import Report, run_experiment
from experimentos_core.foundation.config import DEFAULT_THRESHOLDS
from experimentos_core.foundation.errors import ReadingError
from experimentos_core.input_record import InputRecord, table_of

_MOST_DRAWS = 10 * DEFAULT_THRESHOLDS.bayesian_draws
_HINT = "It was changed after it was written; get it again from whoever sent it."


def recompute(report: Report) -> Report:
    """Return the report its own data gives; what a person decided is taken over.

    Guardrails that were taken from the table are taken from it again.

    Raises:
        ReadingError: For more data than an aggregate has, or more draws than anyone needs.
        CharterError: For a plan that does not fit the data.
    """
    _refuse_too_much(report)
    charter = report.charter
    if report.guardrails_proposed:
        charter = replace(charter, guardrails=None)
    again = run_experiment(
        table_of(report.input),
        charter,
        report.input.roles,
        report.thresholds,
        overrides=report.overrides,
        chain=CharterChain(versions=report.lock) if report.lock else None,
    )
    return replace(again, taken=report.taken)


def _refuse_too_much(report: Report) -> None:
    """Refuse what would keep the machine busy for hours; no memo of the program holds it."""
    draws = report.thresholds.bayesian_draws
    if not 0 < draws <= _MOST_DRAWS:
        message = f"The memo asks for a simulation of {draws:.3g} draws, which is refused."
        raise ReadingError(message, _HINT)
    if _is_oversized(report.input):
        message = "The table in the memo is larger than any the program would have analysed."
        raise ReadingError(message, _HINT)


def _is_oversized(data: InputRecord) -> bool:
    most = DEFAULT_THRESHOLDS
    rows = (*data.rows, *(data.days.rows if data.days is not None else ()))
    return (
        len(rows) > 2 * most.max_rows
        or len(data.header) > most.max_columns
        or any(len(cells) > most.max_columns for cells in rows)
        or any(len(cell) > most.max_cell_characters for cells in rows for cell in cells)
    )
