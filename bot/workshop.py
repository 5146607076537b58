"""The studio's worker, a process of its own: `python -m bot.workshop` makes what it is asked for until its input ends.

It stands behind everything else on the machine, and what a production prints goes nowhere near the replies.
"""

import os
import resource
import signal
import sys
from typing import BinaryIO

from bot.production import HEADER, Broken, Made, Outcome, Refused, packed, unpacked
from threads.errors import SpoolError

NICE = 19
"""The lowest priority there is: a tap never waits for a picture."""


def main() -> None:
    """Serve until the input ends.

    The arguments are the number of seconds after which a production ends the process, and the megabytes that it may
    hold and that a file may have that it writes (0: as many as there are).
    """
    # Ctrl-C reaches every process of the terminal; the studio says when this one ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICE)
    if limit := int(sys.argv[2]) * 1024 * 1024:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, replies, int(sys.argv[1]))


def serve(requests: BinaryIO, replies: BinaryIO, seconds: int) -> None:
    """Answer every request in turn."""
    while header := requests.read(HEADER.size):
        (length,) = HEADER.unpack(header)
        data = requests.read(length)
        # The system ends a production that hangs, in C too, and also when nobody is left to do it.
        signal.alarm(seconds)
        reply = packed(outcome_of(data))
        signal.alarm(0)
        replies.write(reply)
        replies.flush()


def outcome_of(data: bytes) -> Outcome:
    """Do what a request asks for."""
    try:
        function, args, kwargs = unpacked(data)
        return Made(function(*args, **kwargs))
    except SpoolError as error:
        return Refused(type(error), error.parameters)
    except Exception as error:  # noqa: BLE001  # the worker's loop: told to the studio, which raises it
        return Broken(type(error).__name__)


if __name__ == "__main__":
    main()
