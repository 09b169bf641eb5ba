"""The rules as pure functions: policy and nouns in, findings, scores, amounts and ranks out.

No file, store, clock or chance lives here; what is shown is composed by `standings`, and nobody else may.
"""

from __future__ import annotations
