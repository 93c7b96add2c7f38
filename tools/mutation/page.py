"""docs/mutation.md: how many mutants there are, what noticed them, and every one that lives."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from tools.mutation.mutants import Mutant
from tools.mutation.reviewed import Kind, Review
from tools.mutation.session import Outcome, Result

_HEAD = """# Mutation testing

Would a test notice? Every expression and statement of the modules below was changed, one at a time
(a boundary, a sign, a constant, a swapped pair, a dropped condition or statement, another member
of an enum), and the tests that run the changed line were run against it. Everything on this page
is written by `make mutate` (`ARGS="stats"` for one part, `ARGS="--fresh"` to trust no earlier run).
The command fails when a mutant survives that is not listed here with a reason.

Left alone: types, decorators, docstrings and sentences, log lines, NumPy's error state. *Noticed*
counts mutants that made a test fail or that ran far over its time (in brackets). A survivor is
listed with the reason why it can change no verdict, and no number beyond its tolerance, kept in
`tools/mutation/reviewed.toml`; since it may live, only quick tests are asked about it: its part's
own of up to a tenth of a second, others of up to a twentieth. What has no reason has survived every
test that runs its line. *To try* are those that were not tried, or not since something that their
result rests on has changed. Results are kept in `tools/mutation/results.json`.

mutmut was tried and cosmic-ray's code read first. mutmut 3.8 changes function bodies only: not one
of its mutants touched the table of rules, a threshold, an enum or a property, which is where
verdicts are made. cosmic-ray 8.7 runs one command in a new process for each mutant,
whatever line it is on."""


type Key = tuple[str, str, str]
type Known = Callable[[Mutant], Result | None]


def document(parts: Mapping[str, Sequence[Mutant]], known: Known, reviews: Iterable[Review]) -> str:
    """The page, ending with a newline; `known` is None for a mutant that was not tried."""
    reviewed = {key: review for review in reviews for key in review.keys}
    files: dict[str, list[Mutant]] = defaultdict(list)
    for mutants in parts.values():
        for mutant in mutants:
            files[mutant.path].append(mutant)
    living = [mutant for mutants in files.values() for mutant in mutants if _lives(mutant, known)]
    return (
        "\n\n".join(
            [
                _HEAD,
                _table("part", parts, known, reviewed),
                "## Survivors without a reason",
                _unexplained([mutant for mutant in living if mutant.key not in reviewed]),
                "## Survivors and their reasons",
                *_explained([mutant for mutant in living if mutant.key in reviewed], reviewed),
                "## By file",
                _table("file", files, known, reviewed),
            ]
        )
        + "\n"
    )


def _lives(mutant: Mutant, known: Known) -> bool:
    result = known(mutant)
    return result is not None and not result.was_noticed


def _table(
    name: str,
    groups: Mapping[str, Sequence[Mutant]],
    known: Known,
    reviewed: Mapping[Key, Review],
) -> str:
    kinds = [kind.value for kind in Kind]
    head = (name, "mutants", "noticed", *kinds, "no reason", "to try")
    rows = [
        (group, *_counts(mutants, known, reviewed)) for group, mutants in groups.items() if mutants
    ]
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _counts(
    mutants: Sequence[Mutant], known: Known, reviewed: Mapping[Key, Review]
) -> Iterator[str]:
    results = [known(mutant) for mutant in mutants]
    late = sum(result is not None and result.outcome is Outcome.TIMEOUT for result in results)
    noticed = sum(result is not None and result.was_noticed for result in results)
    living = [mutant for mutant in mutants if _lives(mutant, known)]
    yield f"{len(mutants):,}"
    yield f"{noticed:,} ({late:,})"
    for kind in Kind:
        yield f"{sum(m.key in reviewed and reviewed[m.key].kind is kind for m in living):,}"
    yield f"{sum(mutant.key not in reviewed for mutant in living):,}"
    yield f"{results.count(None):,}"


def _unexplained(mutants: Sequence[Mutant]) -> str:
    return "\n".join(f"- {_line(mutant)}" for mutant in mutants) or "None."


def _explained(mutants: Sequence[Mutant], reviewed: Mapping[Key, Review]) -> Iterator[str]:
    """Per file, each reason with the mutants it is for."""
    groups: dict[str, dict[str, list[Mutant]]] = defaultdict(lambda: defaultdict(list))
    for mutant in mutants:
        review = reviewed[mutant.key]
        groups[mutant.path][f"*{review.kind}*: {review.why}"].append(mutant)
    for path, reasons in groups.items():
        yield f"### {path}"
        for reason, group in reasons.items():
            yield "\n".join([f"{reason}\n", *(f"- {_line(mutant)}" for mutant in group)])


def _line(mutant: Mutant) -> str:
    before, _, after = mutant.change.partition(" => ")
    return f"{mutant.path}:{mutant.line} `{mutant.function}`: `{before}` => `{after}`"
