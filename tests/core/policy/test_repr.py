"""What a failure prints of an edition."""

from __future__ import annotations

from hypothesis.vendor.pretty import pretty

from gyga_desk.policy import Edition


def test_an_edition_says_which_it_is_and_no_more(edition: Edition) -> None:
    assert repr(edition).startswith("Edition(id='2024', digest='sha256:") and len(repr(edition)) < 300
    assert pretty(edition) == repr(edition)
