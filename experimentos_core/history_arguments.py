"""The options of `history` on the command line."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    type Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - its name

VERDICTS = ("launch", "hold", "rollback", "open")
ORDERS = ("latest", "oldest", "name", "owner", "verdict")
_ID = "the experiment, by the start of its id in the list"


def add_history(parser: argparse.ArgumentParser) -> None:
    """Add what can be asked of the history, each a command of its own."""
    commands = parser.add_subparsers(
        dest="what", required=True, metavar="COMMAND", parser_class=type(parser)
    )
    _add_list(_command(commands, "list", "which experiments there are"))
    _add_show(_command(commands, "show", "all that is kept of one experiment"))
    export = _command(commands, "export", "write one experiment to a file of its own")
    export.add_argument("id", metavar="ID", help=_ID)
    export.add_argument("file", metavar="FILE", type=Path, help="usually NAME.experiment")
    taken = _command(commands, "import", "take an experiment in as a copy")
    what = "an exported experiment, or a memo (.html) that proves itself"
    taken.add_argument("file", metavar="FILE", type=Path, help=what)
    _add_rerun(_command(commands, "rerun", "compute a kept report anew; exit 1 where it differs"))


def _command(commands: "Commands", name: str, text: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, allow_abbrev=False)
    answer = "write the answer as JSON; - for standard output"
    parser.add_argument("--json", metavar="OUT", help=answer)
    return parser


def _add_list(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "--search", metavar="WORDS", default="", help="in name, owner, verdict, finding, tags, note"
    )
    add("--verdict", choices=VERDICTS, help="only these; open: without a report so far")
    add("--tag", default="", help="only those with this tag")
    add("--order", choices=ORDERS, default="latest", help="how they are sorted (latest)")
    add("--trash", action="store_true", help="what lies in the trash instead")
    add("--limit", metavar="N", type=int, help="at most so many")
    add("--csv", metavar="OUT", type=Path, help="write the list for a spreadsheet")


def _add_show(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help=_ID)


def _add_rerun(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help=_ID)
    which = "the report, by its number (the latest)"
    parser.add_argument("--analysis", metavar="N", type=int, help=which)
