"""The state of one experiment in the window, and the work it has done off the UI thread."""

from experimentos_gui.session.experiment_session import ExperimentSession

__all__ = ["ExperimentSession"]
