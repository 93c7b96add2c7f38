"""How far what a plan names is found in a file: a hint for a person, never a decision."""

from dataclasses import dataclass

from experimentos_core.charter.charter import Charter
from experimentos_core.reading.columns.labels import label_key
from experimentos_core.reading.table import column_key

_METRIC_WEIGHT, _VARIANTS_WEIGHT, _OTHERS_WEIGHT = 3.0, 2.0, 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FileNames:
    """What a file calls its columns and variants.

    Attributes:
        columns: Columns and metrics, each by `column_key`.
        variants: Variants, each by `label_key`; empty while it is not known which rows they are.
    """

    columns: frozenset[str] = frozenset()
    variants: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What of a plan is found in a file.

    Attributes:
        has_metric: Whether the primary metric that is named is there; False where none is named.
        missing: The variants that are named and not there; empty where variants are not known.
        has_variants: Whether variants are named, and all of them are there.
        score: Greater for a plan that more speaks for; zero where nothing speaks for or against.
    """

    has_metric: bool
    missing: tuple[str, ...]
    has_variants: bool
    score: float


def likeness(charter: Charter, names: FileNames) -> Likeness:
    """Hold what a plan names against what a file holds; what it leaves open counts nothing.

    A metric may be named in words that are no column: that it is not found speaks less against a
    plan than that another one's is found speaks for it.
    """
    metric = column_key(charter.primary.metric)
    has_metric = bool(metric) and metric in names.columns
    variants = tuple(charter.split or ()) or ((charter.control,) if charter.control else ())
    is_known = bool(variants and names.variants)
    missing = tuple(name for name in variants if label_key(name) not in names.variants)
    others = [plan.name for plan in charter.guardrails or ()]
    others += [plan.name for plan in charter.secondary]
    found = sum(column_key(name) in names.columns for name in others)
    score = _METRIC_WEIGHT * has_metric
    if is_known:
        score += _VARIANTS_WEIGHT * (1 - 2 * len(missing) / len(variants))
    if others:
        score += _OTHERS_WEIGHT * (2 * found / len(others) - 1)
    return Likeness(
        has_metric=has_metric,
        missing=missing if is_known else (),
        has_variants=is_known and not missing,
        score=score,
    )
