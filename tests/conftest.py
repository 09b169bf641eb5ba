"""What every test shares."""

from __future__ import annotations

import os

# Read by Qt when it is first imported: windows are drawn in memory, and no display is needed.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
