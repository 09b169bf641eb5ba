"""The command line: words in, operations called, one JSON document or plain lines out.

Nothing is decided or computed here; what a command does, the window does by the same operation.
"""

from __future__ import annotations
