"""The command line: options, exit codes, and what reaches the terminal."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn, TextIO, override

from experimentos_core.foundation.errors import ExperimentError, UsageError
from experimentos_core.foundation.values import Correction, Direction, GuardrailRule
from experimentos_core.foundation.visible_text import make_visible
from experimentos_core.history_arguments import add_history

COMMANDS = ("analyze", "plan", "verify", "history")
EXIT_DONE = 0
EXIT_DIFFERENCE = 1
EXIT_UNUSABLE = 2

type PdfWriter = Callable[[str, Path], None]


def main(argv: Sequence[str], pdf_writer: PdfWriter | None = None) -> int:
    """Run one headless command.

    Args:
        argv: The command and its options, without the program's name.
        pdf_writer: Writes a memo's HTML as PDF; the core itself cannot.

    Returns:
        0 when it was done: a report was made, whatever its verdict, or every result agrees; 1 when
        a result does not, of `verify` or of a kept report computed anew; 2 when the command line
        or a file could not be used, with one clear sentence on stderr.
    """
    try:
        options = _parser().parse_args(list(argv))
        text, status = _run(options, pdf_writer)
    except ExperimentError as error:
        _write(sys.stderr, f"{make_visible(str(error))}\n")
        return EXIT_UNUSABLE
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else EXIT_UNUSABLE
    try:
        _write(sys.stdout, text, as_utf8=options.json == "-")
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - for the exit
    except OSError as error:
        _write(sys.stderr, f"The result could not be printed: {error.strerror}.\n")
        return EXIT_UNUSABLE
    return status


class _Parser(argparse.ArgumentParser):
    """Reports a wrong command line as a sentence instead of leaving the process."""

    @override
    def error(self, message: str) -> NoReturn:
        text = f"{message[:1].upper()}{message[1:]}."
        raise UsageError(text, f"Try: {self.prog} --help")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="experimentos", description="Decide whether an A/B test ships.", allow_abbrev=False
    )
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    _add_analyze(
        commands.add_parser(
            "analyze", help="check, analyse and decide one experiment", allow_abbrev=False
        )
    )
    _add_verify(
        commands.add_parser(
            "verify",
            help="recompute a memo, or published results on this machine",
            allow_abbrev=False,
        )
    )
    _add_plan(
        commands.add_parser(
            "plan",
            help="how large an experiment must be, and what will come of it",
            allow_abbrev=False,
        )
    )
    add_history(
        commands.add_parser(
            "history",
            help="the experiments that are kept, as the window shows them",
            allow_abbrev=False,
        )
    )
    return parser


def _add_analyze(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("file", metavar="FILE", type=Path, help="CSV or Excel workbook (.xlsx)")
    add("--charter", metavar="C.json", type=Path, help="the plan, as JSON")
    add("--split", metavar="A=50,B=50", help="planned shares by variant name")
    add("--control", metavar="NAME", help="the control, where its name does not say so")
    primary = "what decides: a column of converted users, or X of a mean's X_sum and X_sum_sq"
    add("--primary", metavar="METRIC", help=primary)
    add("--alpha", type=float, help="two-sided significance level (0.05)")
    add("--direction", choices=list(map(str, Direction)), help="good direction of the primary")
    add("--guardrail-rule", choices=list(map(str, GuardrailRule)), help="proof of harm asked for")
    add("--correction", choices=list(map(str, Correction)), help="for several treatments")
    guardrail = (
        "take only these as guardrails, counts or continuous metrics; up or down is the direction "
        "of harm; margins of worsened and severe in the own unit (0.001), or relative (1%%)"
    )
    form = "NAME[=up|down[:M:M]]"
    add("--guardrail", metavar=form, action="append", default=[], help=guardrail)
    add("--no-guardrails", action="store_true", help="take no column as a guardrail")
    choice = "how to read the file, as the window asks it; wrong ones are answered with the list"
    add("--map", metavar="users=COLUMN", action="append", default=[], help=choice)
    add("--json", metavar="OUT", help="write the report as JSON; - for standard output")
    keep = "keep it in the history the window shows; without this nothing is kept there"
    add("--keep", action="store_true", help=keep)
    memo = "write the memo; may be given several times"
    add("--memo", metavar="OUT.md|.html|.pdf", type=Path, action="append", default=[], help=memo)


def _add_plan(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--baseline", type=float, help="rate without the change (0.10), or mean beside --sd")
    add("--sd", type=float, help="standard deviation of single values, for a mean")
    add("--mde", type=float, help="smallest change worth finding, absolute; negative for a fall")
    add("--relative", action="store_true", help="--mde is a share of the baseline")
    add("--alpha", type=float, default=0.05, help="two-sided level of the whole test (0.05)")
    add("--power", type=float, default=0.8, help="chance of finding the change (0.8)")
    add("--ratio", type=float, help="users of a treatment over those of the control (1.0)")
    add("--arms", type=int, help="control and treatments together (2)")
    split = "planned shares by variant name, the control's first; says --ratio and --arms"
    add("--split", metavar="control=50,A=50", help=split)
    add("--traffic", type=float, help="users a day who could take part")
    add("--share", type=float, help="share of them who do (1.0)")
    add("--n", type=int, help="users of the control; then the change or the power is the answer")
    add("--days", type=int, help="the users that come in so many days of --traffic, instead of --n")
    corrections = list(map(str, Correction))
    add("--correction", choices=corrections, help="for several treatments (bonferroni)")
    guardrail = "a rate that must not get worse, with its severe margin"
    add("--guardrail", metavar="NAME=RATE:MARGIN", action="append", default=[], help=guardrail)
    add("--guardrail-rule", choices=list(map(str, GuardrailRule)), help="proof of harm asked for")
    add("--characteristics", action="store_true", help="simulate what the decision rule will do")
    add("--primary", metavar="METRIC", default="", help="what decides, as the charter names it")
    add("--json", metavar="OUT", help="write the answer as JSON; - for standard output")
    add("--charter", metavar="OUT", type=Path, help="write the plan as a charter")


def _add_verify(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    memo = "an HTML memo: every number in it is recomputed from its own data"
    add("memo", metavar="MEMO", type=Path, nargs="?", help=memo)
    add("--data", metavar="FILE", type=Path, help="the file the memo was made of, to compare it")
    add("--json", metavar="OUT", help="write every figure as JSON; - for standard output")


def _run(options: argparse.Namespace, pdf_writer: PdfWriter | None) -> tuple[str, int]:
    """What is to be printed, and the exit code; statistics load only here."""
    if options.command == "verify":
        if options.memo is not None or options.data is not None:
            from experimentos_core.memo_verifying import verify_memo  # noqa: PLC0415

            text, passed = verify_memo(options)
        else:
            from experimentos_core.verifying import verify  # noqa: PLC0415

            text, passed = verify(options)
        return text, EXIT_DONE if passed else EXIT_DIFFERENCE
    if options.command == "plan":
        from experimentos_core.planning import plan  # noqa: PLC0415

        return plan(options), EXIT_DONE
    if options.command == "history":
        from experimentos_core.history_commands import history  # noqa: PLC0415

        text, is_as_it_was = history(options)
        return text, EXIT_DONE if is_as_it_was else EXIT_DIFFERENCE
    from experimentos_core.headless import analyze  # noqa: PLC0415

    return analyze(options, pdf_writer), EXIT_DONE


def _write(stream: TextIO | None, text: str, *, as_utf8: bool = False) -> None:
    """Write text whatever the terminal can show; JSON is UTF-8 whatever it says it can."""
    if stream is None:
        return
    buffer = getattr(stream, "buffer", None)
    if buffer is None:
        stream.write(text)
    else:
        stream.flush()
        encoding = "utf-8" if as_utf8 else (stream.encoding or "utf-8")
        buffer.write(_encoded(text, encoding))
    stream.flush()


def _encoded(text: str, encoding: str) -> bytes:
    """Encode text; the minus sign becomes a hyphen where the terminal has none."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        plain = text.replace("\u2212", "-").replace("\u00b7", "-")
        return plain.encode(encoding, errors="backslashreplace")
