"""Health and analysis to Launch, Hold or Rollback, by one ordered table of rules."""

from experimentos_core.decision.verdict import ArmDecision, Decision, make_decision

__all__ = ["ArmDecision", "Decision", "make_decision"]
