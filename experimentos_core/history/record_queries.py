"""What the user's own record asks of the database.

The kinds of events are written out, as in the index that finds them. Names of variants stay in the
database: they need not be text that Python can hold.
"""

from typing import Final

# The last decision of every experiment. The flag is `DecisionTaken.is_override` in other words; a
# test holds the two together.
_FLAGGED: Final = """
    WITH last AS (
        SELECT max(number) AS number FROM events WHERE kind = 'decided' GROUP BY experiment
    ), decided AS (
        SELECT e.id AS id, e.uid AS uid, e.name AS name, v.number AS number,
            CASE WHEN json_valid(v.detail) THEN json_extract(v.detail, '$.taken') END AS taken
        FROM last CROSS JOIN events v ON v.number = last.number
        JOIN experiments e ON e.id = v.experiment WHERE e.trashed = 0
    ), checked AS (
        SELECT id, uid, name, number, CASE WHEN json_valid(taken) THEN taken END AS taken
        FROM decided
    ), told AS (
        SELECT id, uid, name, number, taken ->> '$.recommended' AS recommended,
            taken ->> '$.decision' AS decision, taken ->> '$.variant' AS variant,
            taken ->> '$.recommended_variant' AS planned
        FROM checked
    ), flagged AS (
        SELECT id, uid, name, number, recommended, decision,
            recommended <> decision OR coalesce(variant <> planned, 0) AS is_override FROM told
    )
"""
_FOUND: Final = """
    FROM (SELECT experiment, max(number) AS number FROM events
        WHERE kind = 'realised' GROUP BY experiment) found
    JOIN experiments e ON e.id = found.experiment WHERE e.trashed = 0
"""

WAYS: Final = (
    f"{_FLAGGED} SELECT recommended, decision, is_override, count(*), min(name) FROM flagged "  # noqa: S608 - our own words
    "GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3"
)
"""Recommended, taken, whether that is an override, how many, the name of one."""

OVERRIDES: Final = (
    f"{_FLAGGED} SELECT id, uid, name FROM flagged WHERE is_override "  # noqa: S608 - our own words
    "ORDER BY number DESC LIMIT ?"
)
"""Experiments that were decided against the recommendation, the latest first."""

REALISED: Final = f"SELECT e.id, e.uid, e.name {_FOUND} ORDER BY found.number DESC LIMIT ?"
"""Experiments with a realised effect, the latest first."""

REALISED_COUNT: Final = f"SELECT count(*) {_FOUND}"
"""How many have one."""
