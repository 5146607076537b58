"""`python -m bot` and the `spool` command: where a process of its own begins."""

import os
import sys

from bot import cli

GENTLY = 10
"""Added to the niceness of an import: nobody waits for it as people wait for the bot that runs beside it."""


def main() -> None:
    """Run the command line; see `bot.cli.main`."""
    if sys.argv[1:2] == ["import"] and hasattr(os, "nice"):
        os.nice(GENTLY)
    cli.main()


if __name__ == "__main__":
    main()
