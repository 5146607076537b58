"""Whether pictures can be drawn here: asked of a process that ends at once.

Loading what draws takes five megabytes that a bot whose pictures are drawn elsewhere never gets back.
"""

import subprocess
import sys

_LOOK = "import sys; from threads.exports.picture import available; sys.exit(not available())"


def can_draw() -> bool:
    """Whether what draws is installed and has all that is needed. Blocks for some 60 ms."""
    found = subprocess.run([sys.executable, "-c", _LOOK], stderr=subprocess.DEVNULL, check=False)  # noqa: S603  # this very Python
    return found.returncode == 0
