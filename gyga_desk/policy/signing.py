"""Who signs a paper with a key, and whether in order: the edition says what is usual, a guide may say otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gyga_desk.policy import Cite, Signing
from gyga_desk.policy.kinds import SIGNED_PAPERS, SIGNERS
from gyga_desk.policy.node import Node

MOST = 3
"""Places for signatures that stand beside each other on a paper."""
_IN_ORDER = "in_order"


def read_signing(base: Node, guide: Node | None, cite: Callable[[Node, str], Cite]) -> Mapping[str, Signing]:
    """By kind of paper; what a guide says of a kind takes the place of what is usual, and no figure of the policy does."""
    found = _read(base, cite)
    return {**found, **(_read(guide, cite) if guide else {})}


def _read(node: Node, cite: Callable[[Node, str], Cite]) -> dict[str, Signing]:
    held, ordered = cite(node, "cite"), node.words(_IN_ORDER)
    found = {kind: Signing(_signers(node, kind), kind in ordered, held) for kind in SIGNED_PAPERS if node.has(kind)}
    if strangers := [kind for kind in ordered if kind not in found]:
        raise node.fault(_IN_ORDER, f"的“{strangers[0]}”没有写明由谁签名")
    node.done()
    return found


def _signers(node: Node, kind: str) -> tuple[str, ...]:
    signers = node.words(kind)
    for signer in signers:
        if signer not in SIGNERS:
            raise node.fault(kind, f"的“{signer}”不认识（可用：{'、'.join(SIGNERS)}）")
    if len(set(signers)) != len(signers) or len(signers) > MOST:
        raise node.fault(kind, f"应为至多{MOST}个互不相同的签名人")
    return signers
