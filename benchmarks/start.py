"""From start-up to the first answered press, and memory when idle: Spool beside a bare python-telegram-bot program.

    python -m benchmarks.start [alternations]

A press waits at the Bot API server, a process of its own, before either program is started. Its clock runs from just
before the start until the press is answered and the card edited. Memory is what the system accounts to the process
(VmRSS) after some idle seconds, with everything that the answer needed loaded.
"""

import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import sleep

from benchmarks.tap import bot, fetch, free_port, prepare, started, wait_for

ROUNDS = 5
IDLE = 5.0
"""Seconds without work before memory is read."""
SECONDS_AIM = 1.2
MEGABYTES_AIM = 90.0


@dataclass(frozen=True, slots=True)
class Start:
    """One start: seconds to the first answer, megabytes when idle."""

    seconds: float
    megabytes: float


def main() -> None:
    """Alternate both programs and print the medians."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    bare, ours = [], []
    with tempfile.TemporaryDirectory() as folder:
        library, rows = prepare(Path(folder))
        for _ in range(rounds):
            bare.append(measure("stock", rows))
            ours.append(measure("spool", library))
    print(f"from start-up to the first answered press, and memory after {IDLE:.0f} s idle, medians of {rounds}")
    for name, runs in (("stock", bare), ("spool", ours)):
        seconds, slowest = statistics.median(run.seconds for run in runs), max(run.seconds for run in runs)
        megabytes = statistics.median(run.megabytes for run in runs)
        print(f"  {name}  {seconds:5.2f} s (slowest {slowest:.2f})   {megabytes:5.1f} MB")
    print(f"  aim    {SECONDS_AIM:5.2f} s                  {MEGABYTES_AIM:5.1f} MB")


def measure(program: str, database: Path) -> Start:
    """Start server and bot, wait for the one press to be served, let the bot idle."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with started([sys.executable, "-m", "benchmarks.tap_server", str(port), "1", "0"]):
        wait_for(url)
        fetch(f"{url}/begin")
        # One press is waiting now; nobody taps again after it.
        fetch(f"{url}/end")
        with bot(program, url, database) as process:
            while not (served := fetch(f"{url}/taken")):
                sleep(0.02)
            sleep(IDLE)
            return Start(served[0], resident(process.pid))


def resident(pid: int) -> float:
    """Megabytes of memory that a process holds."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    (kilobytes,) = (line.split()[1] for line in lines if line.startswith("VmRSS:"))
    return int(kilobytes) / 1024


if __name__ == "__main__":
    main()
