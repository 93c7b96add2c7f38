"""What the worker thread does for the record: reads it, and draws its chart."""

from dataclasses import dataclass

from experimentos_core.foundation.paths import user_paths
from experimentos_core.history.follow_ups import FollowUp, due_follow_ups
from experimentos_core.history.place import history_of
from experimentos_core.history.record_chart import record_panels
from experimentos_core.history.track_record import TrackRecord, read_track_record
from experimentos_core.memo.chart_records import panels_text
from experimentos_core.memo.palette import DARK, LIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Everything the page shows.

    Attributes:
        record: The record.
        due: What is to be looked at again.
        svg: The chart; empty where there is nothing to draw.
        words: The same in words.
    """

    record: TrackRecord
    due: tuple[FollowUp, ...]
    svg: str
    words: str


def read_findings(*, is_dark: bool) -> Findings:
    """Read the record of this user and draw its chart; seconds where there is much of it.

    Raises:
        HistoryError: When the history cannot be read.
    """
    from experimentos_core.memo import charts  # noqa: PLC0415 - only a chart needs them

    database = history_of(user_paths())
    record = read_track_record(database)
    panels = record_panels(record.realised)
    return Findings(
        record=record,
        due=due_follow_ups(database),
        svg=charts.panels_svg(panels, DARK if is_dark else LIGHT) if panels else "",
        words=panels_text(panels),
    )
