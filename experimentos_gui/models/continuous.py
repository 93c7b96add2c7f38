"""The continuous metrics of one reading: what each column of the file is to them; no Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from experimentos_core.charter import GuardrailPlan, PrimaryPlan
from experimentos_core.foundation.values import MetricKind
from experimentos_core.reading.choices import Choice, ChoiceKey, Choices
from experimentos_core.reading.columns.measures import (
    MeasureColumns,
    find_measures,
    measures_by_name,
)
from experimentos_core.reading.columns.roles import ColumnRoles
from experimentos_core.reading.interpretation import Interpretation
from experimentos_core.reading.names.measure_names import (
    SPREADS,
    MeasurePart,
    split_measure_name,
)
from experimentos_core.reading.numbers.counts import parse_count
from experimentos_core.reading.table import Table, column_key

_ROWS_LOOKED_AT: Final = 50
_IN_WORDS: Final = {
    MeasurePart.SUM: "sum",
    MeasurePart.SQUARES: "sum of squares",
    MeasurePart.MEAN: "mean",
    MeasurePart.DEVIATION: "standard deviation",
    MeasurePart.VARIANCE: "variance",
    MeasurePart.ERROR: "standard error",
}
_SOURCES: Final = frozenset({MeasurePart.MEAN, *SPREADS})

type _MadeOf = dict[tuple[str, ...], list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContinuousMetrics:
    """What a reading holds of continuous metrics.

    Attributes:
        table: The table they are read from; None where there is none yet.
        measures: Every metric, also one that lacks a half.
        figures: What a column of the file holds of a metric ('revenue: sum'), by `column_key`;
            columns that were left out among them.
        sizes: The columns a metric is divided by ('n of aov'), by `column_key`.
        counts: The columns that may be the n of a metric, in the order of the table.
        sources: The columns of the file each metric is read from, by `column_key` of its name.
        used: The columns of the file that hold a figure of a metric that is not left out, by key.
        named: The metric that each name of it, or of its sums, stands for, by `column_key`.
    """

    table: Table | None = None
    measures: tuple[MeasureColumns, ...] = ()
    figures: Mapping[str, str] = field(default_factory=dict)
    sizes: Mapping[str, str] = field(default_factory=dict)
    counts: tuple[str, ...] = ()
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    used: frozenset[str] = frozenset()
    named: Mapping[str, MeasureColumns] = field(default_factory=dict)

    @property
    def complete(self) -> tuple[MeasureColumns, ...]:
        """The metrics that may decide, or be guardrails."""
        return tuple(measure for measure in self.measures if measure.is_complete)

    def of_column(self, column: str) -> tuple[str, ...]:
        """Return the columns of the metric a column of the file holds a figure of."""
        key = column_key(column)
        held = (names for names in self.sources.values() if key in map(column_key, names))
        return next(held, ())

    def find(self, name: str) -> MeasureColumns | None:
        """Return the complete metric of this name, as the health check would; None: there is none.

        Any other column of exactly this name goes first.
        """
        key = column_key(name)
        found = self.named.get(key)
        if found is None or self.table is None or not found.is_complete:
            return None
        is_own = key in (column_key(found.total), column_key(found.squares))
        return found if is_own or not self.table.positions(name) else None

    def deciding(self, primary: PrimaryPlan) -> MeasureColumns | None:
        """Return the metric that decides by this plan; None where the conversions do."""
        return None if primary.kind is MetricKind.RATE else self.find(primary.metric)

    def kind_of(self, plan: GuardrailPlan) -> MetricKind:
        """Return what a guardrail is; what the data do not tell is likely by its margins."""
        if self.find(plan.name) is not None:
            return MetricKind.MEAN
        is_there = self.table is None or bool(self.table.positions(plan.name))
        return MetricKind.RATE if is_there else plan.likely_kind


def find_continuous(reading: Interpretation) -> ContinuousMetrics:
    """Look for the continuous metrics of a reading, those that were left out among them."""
    table = reading.table
    if table is None:
        return ContinuousMetrics()
    measures = find_measures(table, reading.roles)
    known = {m.metric: m for m in (*_before_leaving_out(reading), *measures)}
    made_of = _means_and_spreads(reading.raw)
    sources = {
        column_key(name): _sources(reading.raw, measure, made_of) for name, measure in known.items()
    }
    figures = {
        column_key(column): f"{name}: {_IN_WORDS[split_measure_name(column)[1]]}"
        for name in known
        for column in sources[column_key(name)]
    }
    return ContinuousMetrics(
        table=table,
        measures=measures,
        figures=figures,
        sizes=_sizes(measures),
        counts=_counts(table, reading.roles, figures) if measures else (),
        sources=sources,
        used=frozenset(
            column_key(name) for m in measures for name in sources[column_key(m.metric)]
        ),
        named=measures_by_name(measures),
    )


def leave_out(columns: tuple[str, ...]) -> tuple[Choice, ...]:
    """Return the choices that leave these columns out."""
    return tuple(Choice(key=ChoiceKey.COLUMN, subject=name, value="skip") for name in columns)


def use_again(columns: tuple[str, ...], choices: Choices) -> tuple[Choice, ...]:
    """Return the choices that take those of the columns up again that were left out."""
    return tuple(
        Choice(key=ChoiceKey.COLUMN, subject=name, value="use")
        for name in columns
        if choices.get(ChoiceKey.COLUMN, name) == "skip"
    )


def _before_leaving_out(reading: Interpretation) -> tuple[MeasureColumns, ...]:
    """Return the metrics the file would have if no column had been left out."""
    left_out = [c for c in reading.choices.about(ChoiceKey.COLUMN) if c.value == "skip"]
    if not left_out:
        return ()
    kept = tuple(c.option for c in reading.choices.chosen if c not in left_out)
    return find_measures(replace(reading.raw, choices=kept), reading.roles)


def _sources(raw: Table, measure: MeasureColumns, made_of: _MadeOf) -> tuple[str, ...]:
    """Return the columns of the file: the sums, else the mean and the spread they were made of."""
    sums = (measure.total, measure.squares)
    there = tuple(name for name in sums if name and raw.positions(name))
    return there or tuple(made_of.get(split_measure_name(f"{measure.metric}_sum")[0], ()))


def _means_and_spreads(raw: Table) -> _MadeOf:
    """Return the columns of means and spreads by the words of their metric."""
    found: _MadeOf = {}
    for name in raw.header:
        words, part = split_measure_name(name)
        if part in _SOURCES:
            found.setdefault(words, []).append(name)
    return found


def _sizes(measures: tuple[MeasureColumns, ...]) -> dict[str, str]:
    metrics: dict[str, list[str]] = {}
    for measure in measures:
        if measure.is_complete:
            metrics.setdefault(column_key(measure.size), []).append(measure.metric)
    return {
        key: f"n of {names[0] if len(names) == 1 else f'{len(names)} metrics'}"
        for key, names in metrics.items()
    }


def _counts(table: Table, roles: ColumnRoles, figures: Mapping[str, str]) -> tuple[str, ...]:
    """Return the columns that hold whole numbers, but for the figures of the metrics."""
    own = {column_key(roles.variant), *figures}
    rows = table.rows[:_ROWS_LOOKED_AT]
    return tuple(
        name
        for position, name in enumerate(table.header)
        if name
        and column_key(name) not in own
        and split_measure_name(name)[1] in (MeasurePart.NONE, MeasurePart.SIZE)
        and len(table.positions(name)) == 1
        and any(
            isinstance(parse_count(cells[position]), int) for cells in rows if position < len(cells)
        )
    )
