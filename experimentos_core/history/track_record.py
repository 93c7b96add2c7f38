"""The user's own record: what was recommended, what was decided, and what came of it.

The counts are made by the database. Only experiments with an override or a realised effect are
opened, the latest first and not more than a few hundred.
"""

import hashlib
import sqlite3
from dataclasses import dataclass
from typing import Final

from experimentos_core.analysis import PrimaryResult
from experimentos_core.foundation.codec import CodecError, from_plain, parse_json
from experimentos_core.foundation.errors import HistoryError
from experimentos_core.foundation.values import Verdict
from experimentos_core.history.database import Database
from experimentos_core.history.decisions import LoggedDecision, Realised, log_of
from experimentos_core.history.events import read_events
from experimentos_core.history.finding import Standing, count
from experimentos_core.history.outcomes import Place, Prediction, place_of, prediction_of
from experimentos_core.history.packing import damaged, unpack_text
from experimentos_core.history.record_queries import (
    OVERRIDES,
    REALISED,
    REALISED_COUNT,
    WAYS,
)
from experimentos_core.report_migrations import migrate
from experimentos_core.taken import DecisionTaken

MOST_OPENED: Final = 500
_MOST_OVERRIDES: Final = 100
FEWEST_WINNERS: Final = 10
"""Below this, a mean ratio of realised to predicted effects would say more than is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """From what was recommended to what was decided.

    Attributes:
        recommended: The verdict of the rules.
        taken: The verdict of the person.
        is_override: Whether they differ, in the verdict or in the treatment to launch.
        count: How many experiments went this way.
    """

    recommended: Verdict
    taken: Verdict
    is_override: bool
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One experiment with a decision.

    Attributes:
        uid: The experiment.
        name: Its name; may be empty.
        taken: The decision that holds.
        prediction: What its report said then; None where that is not needed or there is none.
        realised: What came of it; None while that is not known.
    """

    uid: str
    name: str
    taken: DecisionTaken
    prediction: Prediction | None
    realised: Realised | None

    @property
    def place(self) -> Place | None:
        """Where the realised effect lies; None where there are no two to compare."""
        if self.prediction is None or self.realised is None:
            return None
        return place_of(self.prediction, self.realised.effect)

    @property
    def is_better(self) -> bool | None:
        """Whether the realised effect goes the good way; None for none, or where it is unknown."""
        if self.prediction is None or self.realised is None or not self.realised.effect:
            return None
        return self.realised.effect * self.prediction.direction.sign > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shrinkage:
    """Realised effects of winners as a share of those predicted.

    Attributes:
        winners: How many were launched as recommended and have both effects.
        mean: Mean of the ratios realised / predicted; None for fewer than `FEWEST_WINNERS`.
        lowest: The smallest ratio; None as above.
        highest: The largest; None as above.
    """

    winners: int
    mean: float | None
    lowest: float | None
    highest: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackRecord:
    """What can be said of a user's experiments; those in the trash are left out.

    Attributes:
        experiments: How many there are.
        verdicts: How many reports recommend each verdict now.
        due: Decisions that are to be looked at again by today.
        ways: Every way from a recommendation to a decision, the most frequent first.
        overrides: The latest hundred decisions against the recommendation, the last one first.
        realised: Those with a realised effect, the latest first.
        realised_count: How many have one, `realised` being at most `MOST_OPENED` of them.
        unreadable: Names of experiments whose record of events was changed or is damaged.
    """

    experiments: int
    verdicts: dict[Verdict, int]
    due: int
    ways: tuple[Way, ...]
    overrides: tuple[Case, ...]
    realised: tuple[Case, ...]
    realised_count: int
    unreadable: tuple[str, ...]

    @property
    def decided(self) -> int:
        """How many experiments have a decision."""
        return sum(way.count for way in self.ways)

    @property
    def override_count(self) -> int:
        """How many of them went against the recommendation."""
        return sum(way.count for way in self.ways if way.is_override)

    @property
    def compared(self) -> tuple[Case, ...]:
        """Those whose realised effect can be held against a predicted interval."""
        return tuple(case for case in self.realised if case.place is not None)

    @property
    def inside(self) -> int:
        """How many realised effects lie inside the predicted interval."""
        return sum(case.place is Place.INSIDE for case in self.compared)

    @property
    def shrinkage(self) -> Shrinkage:
        """Return how large winners came out as a share of what was predicted of them.

        Below 1 is what selection does: what was launched was chosen for a large estimate. Lee and
        Shen (2018), Winner's curse: bias estimation for total effects of features in online
        controlled experiments. KDD 2018, 491-499.
        """
        ratios = [
            case.realised.effect / case.prediction.effect
            for case in self.realised
            if case.realised is not None and case.prediction is not None and _is_winner(case)
        ]
        if len(ratios) < FEWEST_WINNERS:
            return Shrinkage(winners=len(ratios), mean=None, lowest=None, highest=None)
        mean = sum(ratios) / len(ratios)
        return Shrinkage(winners=len(ratios), mean=mean, lowest=min(ratios), highest=max(ratios))


def read_track_record(database: Database, today: str = "") -> TrackRecord:
    """Read the record of a user.

    Args:
        database: The history.
        today: The day that says what is due, ISO 8601; empty: by the calendar of this machine.

    Raises:
        HistoryError: When the history cannot be read.
    """
    standings = count(database, today).standings
    with database.reading() as connection:
        ways, unknown = _ways(connection)
        overrides, broken = _cases(connection, connection.execute(OVERRIDES, (_MOST_OVERRIDES,)))
        realised, more_broken = _cases(connection, connection.execute(REALISED, (MOST_OPENED,)))
        (realised_count,) = connection.execute(REALISED_COUNT).fetchone()
        unreadable = tuple(dict.fromkeys((*unknown, *broken, *more_broken)))
    return TrackRecord(
        experiments=standings[Standing.ALL],
        verdicts={verdict: standings[Standing(verdict.value.lower())] for verdict in Verdict},
        due=standings[Standing.DUE],
        ways=ways,
        overrides=overrides,
        realised=realised,
        realised_count=int(realised_count),
        unreadable=unreadable,
    )


def _ways(connection: sqlite3.Connection) -> tuple[tuple[Way, ...], tuple[str, ...]]:
    """Return the ways, and the name of an experiment whose decision says no verdict there is."""
    ways: list[Way] = []
    unknown: list[str] = []
    known = list(Verdict)
    for recommended, taken, is_override, number, name in connection.execute(WAYS):
        if recommended not in known or taken not in known:
            unknown.append(str(name))
            continue
        ways.append(
            Way(
                recommended=Verdict(recommended),
                taken=Verdict(taken),
                is_override=bool(is_override),
                count=int(number),
            )
        )
    return tuple(ways), tuple(unknown)


def _cases(
    connection: sqlite3.Connection, rows: sqlite3.Cursor
) -> tuple[tuple[Case, ...], tuple[str, ...]]:
    """Open experiments; return them, and the names of those that cannot be."""
    found: list[Case] = []
    broken: list[str] = []
    for key, uid, name in rows.fetchall():
        try:
            found.append(_case(connection, int(key), str(uid), str(name)))
        except HistoryError:
            broken.append(str(name))
    return tuple(found), tuple(broken)


def _case(connection: sqlite3.Connection, key: int, uid: str, name: str) -> Case:
    log = log_of(read_events(connection, key))
    if not log.decisions:
        raise damaged()
    last = log.decisions[-1]
    return Case(
        uid=uid,
        name=name,
        taken=last.taken,
        prediction=_prediction(connection, key, last) if log.realised is not None else None,
        realised=log.realised,
    )


def _prediction(
    connection: sqlite3.Connection, key: int, logged: LoggedDecision
) -> Prediction | None:
    """Read the primary result only: a whole report takes many times as long."""
    query = "SELECT report, sha256 FROM analyses WHERE experiment = ? AND number = ?"
    found = connection.execute(query, (key, logged.analysis)).fetchone()
    if found is None:
        raise damaged()
    text = unpack_text(found[0])
    if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != found[1]:
        raise damaged()
    try:
        value = parse_json(text)
        primary = migrate(value, int(value["schema_version"]))["primary"]
        result = None if primary is None else from_plain(PrimaryResult, primary, "primary")
    except (CodecError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise damaged() from error
    return prediction_of(result, logged.taken)


def _is_winner(case: Case) -> bool:
    """Whether a treatment was launched that the rules would launch."""
    return case.taken.decision is Verdict.LAUNCH and not case.taken.is_override
