"""What each rule that can decide means, in words; the memo and the window say the same."""

from typing import Final

from experimentos_core.foundation.values import RuleCode

RULE_MEANINGS: Final = {
    RuleCode.HEALTH_BLOCKED: "the data is unusable",
    RuleCode.SRM: "users did not arrive in the planned split (sample-ratio mismatch)",
    RuleCode.GUARDRAIL_SEVERE: "a guardrail got severely worse",
    RuleCode.PRIMARY_HARM: "the primary metric changed significantly for the worse",
    RuleCode.NOT_FINAL: "further looks at the data are planned and no bound is crossed",
    RuleCode.GUARDRAIL_WORSENED: "the primary metric gained significantly, a guardrail is worsened",
    RuleCode.LAUNCH: "the primary metric gained significantly and no guardrail stands against it",
    RuleCode.NOT_SIGNIFICANT: "the primary metric shows no significant change",
}
RULE_NAMES: Final = {
    RuleCode.HEALTH_BLOCKED: "Unusable data",
    RuleCode.SRM: "Split not as planned",
    RuleCode.GUARDRAIL_SEVERE: "Guardrail severely worse",
    RuleCode.PRIMARY_HARM: "Primary metric worse",
    RuleCode.NOT_FINAL: "Looks remain",
    RuleCode.GUARDRAIL_WORSENED: "Gain, but a guardrail worse",
    RuleCode.LAUNCH: "Gain, nothing against it",
    RuleCode.NOT_SIGNIFICANT: "No significant change",
}


def rule_sentence(code: RuleCode) -> str:
    """Return what a rule means, as it stands by itself: 'The data is unusable'."""
    meaning = RULE_MEANINGS[code]
    return f"{meaning[:1].upper()}{meaning[1:]}"
