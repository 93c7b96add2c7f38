"""From an aggregated A/B table to a Launch / Hold / Rollback memo; knows no window."""

__version__ = "0.2.0"
