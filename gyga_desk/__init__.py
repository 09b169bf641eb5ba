"""The core of gyga-desk: the policy, the rules, the record and the operations on it, all without a screen.

What draws windows does not live here; it lives in `ui`, which calls this package and is never called by it.
"""

from __future__ import annotations

__version__ = "0.1.0"
