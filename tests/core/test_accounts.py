"""Accounts: wrong passwords counted, roles changed by two people, and a backup put back by two people with nothing lost."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from gyga_desk.errors import NotPermitted
from gyga_desk.operations import attempts
from gyga_desk.operations.session import open_session, sign_in
from gyga_desk.store import check_store
from tests.headless import ADMIN, CHAIR, CLERK, OBSERVER, REVIEWER, Desk, password_of

NOON = datetime.fromisoformat("2025-07-01T12:00:00+08:00")


def wrong(store: Path, times: int, now: datetime = NOON) -> str:
    for _ in range(times):
        with pytest.raises(NotPermitted) as refused:
            sign_in(store, REVIEWER, "不是这个口令", lambda: now)
    return str(refused.value)


def test_five_wrong_passwords_close_an_account_for_a_quarter_of_an_hour(office: Desk) -> None:
    assert "口令不对" in wrong(office.store, 5)
    with pytest.raises(NotPermitted, match="15 分钟"):
        sign_in(office.store, REVIEWER, password_of(REVIEWER), lambda: NOON)
    with pytest.raises(NotPermitted, match="1 分钟"):
        sign_in(office.store, REVIEWER, password_of(REVIEWER), lambda: NOON + timedelta(minutes=14, seconds=1))
    assert sign_in(office.store, REVIEWER, password_of(REVIEWER), lambda: NOON + attempts.PAUSE).name == REVIEWER


def test_a_clock_set_back_does_not_open_it(office: Desk) -> None:
    wrong(office.store, 5)
    with pytest.raises(NotPermitted, match="暂停登录"):
        sign_in(office.store, REVIEWER, password_of(REVIEWER), lambda: NOON - timedelta(days=9))


def test_the_right_password_ends_the_count_and_others_are_not_touched(office: Desk) -> None:
    wrong(office.store, 4)
    sign_in(office.store, REVIEWER, password_of(REVIEWER), lambda: NOON)
    wrong(office.store, 4)
    wrong(office.store, 1)
    assert sign_in(office.store, CLERK, password_of(CLERK), lambda: NOON).name == CLERK
    after = NOON + attempts.PAUSE
    assert "口令不对" in wrong(office.store, 4, after), "counting began anew"
    sign_in(office.store, REVIEWER, password_of(REVIEWER), lambda: after)


def test_an_older_copy_of_the_store_forgives_nothing(office: Desk) -> None:
    before = office.store.read_bytes()
    wrong(office.store, 5)
    office.store.write_bytes(before)
    with pytest.raises(NotPermitted, match="暂停登录"):
        sign_in(office.store, REVIEWER, password_of(REVIEWER), lambda: NOON)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"王审核": [5]}', '{"王审核": ["x", "y"]}', "\udcff"])
def test_a_broken_count_is_written_anew(office: Desk, text: str) -> None:
    attempts.file_of(office.store).write_bytes(text.encode("utf-8", "surrogatepass"))
    wrong(office.store, 5)
    with pytest.raises(NotPermitted, match="暂停登录"):
        sign_in(office.store, REVIEWER, password_of(REVIEWER), lambda: NOON)


def test_the_second_key_is_counted_too(office: Desk) -> None:
    for _ in range(5):
        office.refused(
            "people", "change", REVIEWER, "--inactive", "--with", OBSERVER, env={"GYGA_PASSWORD_2": "错误口令"}
        )
    said = office.refused("people", "change", REVIEWER, "--inactive", "--with", OBSERVER, second=OBSERVER)
    assert "暂停登录" in said


def test_the_count_holds_no_password(office: Desk) -> None:
    wrong(office.store, 2)
    assert "不是这个口令" not in attempts.file_of(office.store).read_text(encoding="utf-8")


def test_a_lost_password_is_reset_by_two_people_and_opens_the_account_again(office: Desk) -> None:
    wrong(office.store, 5, datetime.now().astimezone())
    new = {"GYGA_NEW_PASSWORD": "xin-kouling-2025"}
    assert "第二人" in office.refused("people", "reset", REVIEWER, "--with", CLERK, second=CLERK, env=new)
    assert "修改本人口令" in office.refused("people", "reset", ADMIN, "--with", OBSERVER, second=OBSERVER, env=new)
    assert "没有名为" in office.refused("people", "reset", "无此人", "--with", OBSERVER, second=OBSERVER, env=new)
    assert "请由管理员办理" in office.refused(
        "people", "reset", REVIEWER, "--with", OBSERVER, who=CHAIR, second=OBSERVER, env=new
    )
    office.ok("people", "reset", REVIEWER, "--with", OBSERVER, second=OBSERVER, env=new)
    open_session(office.store, REVIEWER, "xin-kouling-2025").close()


def test_roles_and_accounts_are_changed_by_two_people(office: Desk) -> None:
    words = ("people", "change", REVIEWER, "--with", OBSERVER)
    assert "没有可以变更的" in office.refused(*words, second=OBSERVER)
    assert office.ok(*words, "--role", "clerk", second=OBSERVER)["role"] == "clerk"
    assert office.ok(*words, "--inactive", second=OBSERVER)["active"] is False
    with pytest.raises(NotPermitted, match="口令不对"):
        sign_in(office.store, REVIEWER, password_of(REVIEWER))
    office.ok(*words, "--active", "--role", "reviewer", second=OBSERVER)
    assert sign_in(office.store, REVIEWER, password_of(REVIEWER)).name == REVIEWER


def test_the_last_administrator_stays(office: Desk) -> None:
    for words in (["--inactive"], ["--role", "clerk"]):
        assert "最后一位" in office.refused("people", "change", ADMIN, *words, "--with", OBSERVER, second=OBSERVER)


def restore(desk: Desk, backup: Path, who: str = ADMIN, second: str = OBSERVER) -> tuple[str, ...]:
    return ("restore", str(backup), "--with", second)


@pytest.fixture
def backup(filed: Desk, tmp_path: Path) -> Path:
    out = tmp_path / "备份.gyga"
    filed.ok("backup", out)
    return out


def test_a_backup_is_put_back_and_nothing_is_lost(filed: Desk, backup: Path) -> None:
    filed.ok("answer", "2025-M3-0001", "3.4", "yes", who=REVIEWER)
    done = filed.ok(*restore(filed, backup), second=OBSERVER)
    assert done["lost"] == 1 and Path(done["kept"]).exists()
    assert check_store(filed.store) == [] and check_store(Path(done["kept"])) == []
    history = filed.ok("history", who=CLERK)
    assert history[0]["name"].startswith("从备份恢复") and history[0]["seals"]
    assert not any(o["name"].startswith("答复核对项") for o in history)
    assert any(o["name"].startswith("答复核对项") for o in filed.at(Path(done["kept"])).ok("history", who=CLERK))


def test_restoring_wants_the_administrator_and_another_person(filed: Desk, backup: Path) -> None:
    assert "请由管理员办理" in filed.refused(*restore(filed, backup), who=CHAIR, second=OBSERVER)
    assert "不能作第二人" in filed.refused(*restore(filed, backup, second=CLERK), second=CLERK)
    assert "另一人" in filed.refused("restore", str(backup), "--with", ADMIN, second=ADMIN)
    assert "口令不对" in filed.refused(*restore(filed, backup), env={"GYGA_PASSWORD_2": "不对"})


def test_a_lost_or_broken_store_is_restored_too(filed: Desk, backup: Path) -> None:
    filed.store.write_bytes(b"SQLite format 3\x00" + bytes(500))
    done = filed.ok(*restore(filed, backup), second=OBSERVER)
    assert Path(done["kept"]).read_bytes().startswith(b"SQLite format 3\x00" + bytes(100))
    filed.store.unlink()
    assert filed.ok(*restore(filed, backup), second=OBSERVER)["kept"] is None
    assert len(filed.ok("cases", who=CLERK)) == 94


def test_a_damaged_backup_or_one_of_another_record_is_refused(filed: Desk, backup: Path, tmp_path: Path) -> None:
    from gyga_desk.operations.session import create_store

    data = bytearray(backup.read_bytes())
    middle = data.index("贵州".encode()) + 1
    data[middle] ^= 1
    (tmp_path / "坏.gyga").write_bytes(data)
    assert "核验不通过" in filed.refused(*restore(filed, tmp_path / "坏.gyga"), second=OBSERVER)
    create_store(tmp_path / "别处.gyga", guide="sample", admin=ADMIN, password=password_of(ADMIN))
    assert "另一个数据文件" in filed.refused(*restore(filed, tmp_path / "别处.gyga"), second=OBSERVER)
    assert "找不到" in filed.refused(*restore(filed, tmp_path / "没有.gyga"), second=OBSERVER)


def test_a_store_in_use_is_not_replaced(filed: Desk, backup: Path) -> None:
    session = open_session(filed.store, CLERK, password_of(CLERK))
    try:
        assert "正由另一个程序使用" in filed.refused(*restore(filed, backup), second=OBSERVER)
    finally:
        session.close()
