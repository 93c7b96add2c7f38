"""The metrics that are only looked at, as they are typed: names with commas between; no Qt."""

from experimentos_core.charter import SecondaryPlan
from experimentos_core.reading.table import column_key
from experimentos_gui.wizard.candidates import good_direction


def secondary_text(plans: tuple[SecondaryPlan, ...]) -> str:
    """Return the metrics of a plan as they are shown."""
    return ", ".join(plan.name for plan in plans)


def secondary_plans(text: str, base: tuple[SecondaryPlan, ...]) -> tuple[SecondaryPlan, ...]:
    """Return the metrics that are typed, each once; one of `base` keeps its direction.

    A text that says what `base` says is `base`, also where a name of it has a comma.
    """
    if text.strip() == secondary_text(base).strip():
        return base
    known = {column_key(plan.name): plan for plan in base}
    names: dict[str, str] = {}
    for name in filter(None, map(str.strip, text.split(","))):
        names.setdefault(column_key(name), name)
    return tuple(
        known.get(key) or SecondaryPlan(name=name, direction=good_direction(name))
        for key, name in names.items()
    )
