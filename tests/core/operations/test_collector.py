"""The collector rests, and works again whatever happened; who had it off keeps it off."""

from __future__ import annotations

import gc

import pytest

from gyga_desk.operations.collector import resting_collector


def test_it_rests_and_works_again() -> None:
    with resting_collector():
        assert not gc.isenabled()
        with resting_collector():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_works_again_after_a_fault() -> None:
    with pytest.raises(ZeroDivisionError), resting_collector():
        raise ZeroDivisionError
    assert gc.isenabled()
