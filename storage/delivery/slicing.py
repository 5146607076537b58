"""How many rows one transaction may write: as many as take some 20 ms here and now, so that no tap waits for long."""

from storage.delivery.audience import SLICE

FEWEST = 250
WANTED = 0.02
"""Seconds that a transaction of bulk work should take."""


class Slices:
    """The size of the next slice, by how long the last one took: on a busy machine there are more and smaller ones."""

    def __init__(self) -> None:
        self.rows = SLICE

    def took(self, seconds: float) -> None:
        """A slice of this size has been written in so long; the next one has half to twice as many rows."""
        fitting = int(self.rows * WANTED / max(seconds, 1e-6))
        self.rows = min(SLICE, max(FEWEST, self.rows // 2, min(self.rows * 2, fitting)))
