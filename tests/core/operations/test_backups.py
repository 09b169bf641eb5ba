"""Copies beside a store: which stay, once a day, read back at once, and taken away where they do not hold what they should."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from gyga_desk.errors import StoreError
from gyga_desk.operations import backups
from gyga_desk.operations.session import open_session
from gyga_desk.store import Store, check_store
from tests.headless import CLERK, REVIEWER, Desk, password_of

MORNING = datetime.fromisoformat("2025-07-01T09:00:00+08:00")


def copies(*stems: str) -> list[Path]:
    return sorted(Path(f"{stem}.gyga") for stem in stems)


def test_the_newest_stay_and_of_days_and_months_the_newest() -> None:
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(500)]
    every = copies(*(f"{day:%Y%m%d}-{hour}0000-收取前" for day in days for hour in ("09", "17")))
    stay = sorted(p.name[:11] for p in backups.kept(every))
    recent = [f"{day:%Y%m%d}-17" for day in days[-30:]] + [f"{day:%Y%m%d}-09" for day in days[-10:]]
    ends = [f"{day:%Y%m%d}-17" for day, after in pairwise(days) if day.month != after.month]
    assert stay == sorted({*recent, *ends[-11:]})


def test_few_copies_all_stay() -> None:
    every = copies(*(f"20250701-0900{n:02d}-封存前" for n in range(20)))
    assert backups.kept(every) == set(every)
    assert backups.kept([*every, Path("20250702-090000-封存前.gyga")]) == {
        *every[1:],
        Path("20250702-090000-封存前.gyga"),
    }


def test_one_copy_a_day_is_made_where_there_is_none(office: Desk) -> None:
    store = Store.open(office.store)
    try:
        made = backups.daily(store, MORNING)
        assert made is not None and made.name == "20250701-090000-每日.gyga" and check_store(made) == []
        assert backups.daily(store, MORNING + timedelta(hours=8)) is None
        assert backups.daily(store, MORNING + timedelta(days=1)) is not None
    finally:
        store.close()


class Slipping(Store):
    """A store whose copies come out as an older one, as on a disk that loses what was last written to it."""

    older: Path

    def back_up(self, out: Path) -> None:
        shutil.copy(self.older, out)


def test_a_copy_that_is_not_the_record_is_taken_away_and_told(filed: Desk, tmp_path: Path) -> None:
    older = Path(shutil.copy(filed.store, tmp_path / "早些时候.gyga"))
    filed.ok("answer", "2025-M3-0001", "3.4", "yes", who=REVIEWER)
    store = Slipping.open(filed.store)
    store.older = older
    try:
        with pytest.raises(StoreError, match="核对不上"):
            backups.daily(store, MORNING)
    finally:
        store.close()
    assert list(backups.folder_of(filed.store).glob("20250701-*.gyga")) == []


def test_before_something_is_taken_away_a_copy_is_made_and_the_oldest_goes(office: Desk) -> None:
    session = open_session(office.store, CLERK, password_of(CLERK), lambda: MORNING)
    try:
        names = [backups.snapshot(session, "收取前").stem for _ in range(backups.KEPT + 2)]
    finally:
        session.close()
    left = {p.stem for p in backups.folder_of(office.store).glob("20250701-*")}
    assert names[0] == "20250701-090000-收取前" and names[1] == "20250701-090000-收取前-2"
    assert len(left) == backups.KEPT
