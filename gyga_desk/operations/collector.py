"""The garbage collector rests while millions of values are made that all stay."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def resting_collector() -> Iterator[None]:
    """It would look through all of them again and again, a sixth of the time of a large workbook, and find nothing.

    What is let go is freed by its count as ever; only circles wait until it works again.
    """
    worked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if worked:
            gc.enable()
