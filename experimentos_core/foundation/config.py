"""Every threshold and tolerance of the product, in one record that travels with the report."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """The numbers the health check, the analysis and the decision compare against.

    Attributes:
        alpha: Default two-sided significance level.
        power: Default chance of finding the smallest change worth finding.
        srm_warning_p: A sample-ratio p-value below this warns.
        srm_blocked_p: A sample-ratio p-value below this blocks.
        small_arm_users: Fewer users than this in an arm warn.
        sparse_expected: Expected successes or failures below this ask for an exact test.
        surprising_relative_change: Relative change of the primary that is rather a fault.
        surprising_min_users: Users per arm above which that holds.
        worsened_margin: Default harmful change (absolute) from which a guardrail is worsened.
        severe_margin: Default harmful change (absolute) from which a guardrail counts as severe.
        worsened_share: The same for a mean, as a share of the control's mean.
        severe_share: The same for a mean, as a share of the control's mean.
        most_left_open: Share of a squared standard error that the last digits given may leave
            open; where they leave more, a mean is not tested.
        values_per_squared_spread: Values wanted in the smaller arm for each squared coefficient of
            variation; with fewer, a few large ones can decide a t test or an interval.
        values_per_squared_skewness: Cochran's number: a difference of means may have a squared
            skewness of one part in as many.
        credible_level: Level of the informational credible intervals.
        bayesian_draws: Draws per arm of the informational simulation.
        bayesian_seed: Its seed.
        size_tolerance: Share by which the users of an arm may miss the planned ones unremarked.
        margin_tolerance: Float noise allowed in comparisons with margins (absolute, in rates).
        max_rows: A table with more data rows is not an aggregate.
        max_columns: A table with more columns is not an aggregate.
        max_file_bytes: A larger file is not an aggregate.
        max_cell_characters: A longer cell is not a number, a label or a name.
    """

    alpha: float = 0.05
    power: float = 0.8
    srm_warning_p: float = 0.001
    srm_blocked_p: float = 0.00001
    small_arm_users: int = 100
    sparse_expected: float = 5.0
    surprising_relative_change: float = 0.5
    surprising_min_users: int = 1000
    worsened_margin: float = 0.001
    severe_margin: float = 0.003
    worsened_share: float = 0.01
    severe_share: float = 0.03
    most_left_open: float = 0.1
    values_per_squared_spread: float = 50.0
    values_per_squared_skewness: float = 25.0
    credible_level: float = 0.95
    bayesian_draws: int = 100_000
    bayesian_seed: int = 20_260_101
    size_tolerance: float = 0.05
    margin_tolerance: float = 1e-12
    max_rows: int = 10_000
    max_columns: int = 2_000
    max_file_bytes: int = 50_000_000
    max_cell_characters: int = 10_000


DEFAULT_THRESHOLDS = Thresholds()
