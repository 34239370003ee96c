"""How long the tests wait: much longer where the processor is emulated (see tests/pi)."""

import os

SLOWNESS = float(os.environ.get("ZIFFER_SLOWNESS", "1"))  # times as long as usual everything may take
LIMIT = 60 * SLOWNESS  # seconds after which a program that was started must hang
