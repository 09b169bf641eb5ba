"""Vouchers on a real store: issued on sealed awards alone, written down in order, undone where nothing rests on it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from gyga_desk.errors import NotPermitted, Refused, UndoConflict
from gyga_desk.model import EntryKind, Finding, Verdict, VoucherState
from gyga_desk.operations import Session, history, intake, vouchers
from gyga_desk.operations.session import create_store, open_session
from gyga_desk.policy import UNSET
from gyga_desk.standings import edition_of, review_of
from gyga_desk.store import journal, open_reader, reads
from gyga_desk.store import vouchers as held
from tests.core import voucher_year
from tests.core.voucher_year import AWARDED, M1, OUTSIDE, RELATED, case
from tests.headless import CHAIR, CLERK, OBSERVER, REVIEWER, Desk, password_of

USE, PAY, SETTLE, LAPSE, RETURN = EntryKind
FROM, UNTIL = date(2024, 4, 2), date(2025, 4, 2)
TODAY = datetime(2025, 9, 1, 9, tzinfo=UTC)
FIRST, SUM = "ZSQ-2025-0001", 191_609_747


class Door:
    """Somebody's session on the sealed store; one at a time, as the store is theirs alone."""

    def __init__(self, store: Path) -> None:
        self.store, self.opened = store, list[Session]()

    def __call__(self, name: str) -> Session:
        self.leave()
        self.opened.append(open_session(self.store, name, password_of(name), lambda: TODAY))
        return self.opened[-1]

    def leave(self) -> None:
        while self.opened:
            self.opened.pop().close()


@pytest.fixture(scope="module")
def _sealed(tmp_path_factory: pytest.TempPathFactory, _filed: Path) -> Path:
    folder = tmp_path_factory.mktemp("vouchers")
    desk = Desk(Path(shutil.copy(_filed, folder)))
    voucher_year.answer_all(desk, folder)
    voucher_year.seal(desk)
    return desk.store


@pytest.fixture
def desk(tmp_path: Path, _sealed: Path) -> Desk:
    return Desk(Path(shutil.copy(_sealed, tmp_path)))


@pytest.fixture
def sign_in(desk: Desk) -> Iterator[Door]:
    door = Door(desk.store)
    yield door
    door.leave()


@pytest.fixture
def clerk(sign_in: Door) -> Session:
    return sign_in(CLERK)


@pytest.fixture
def issued(clerk: Session) -> Session:
    """Every voucher of the year issued."""
    vouchers.issue_vouchers(clerk, FROM, (), 2025)
    return clerk


def refused(run: Callable[[], object], words: str, session: Session) -> None:
    before = journal.head(session.db)
    with pytest.raises(Refused) as caught:
        run()
    assert words in str(caught.value), str(caught.value)
    assert str(caught.value).endswith("。")
    assert journal.head(session.db) == before


def left(session: Session) -> int | None:
    return vouchers.ledger_of(session.db, session.edition, 2025).balance.left


# issuing


def test_a_voucher_is_issued_for_what_was_awarded_and_holds_as_long_as_the_guide_says(clerk: Session) -> None:
    found = vouchers.issue_vouchers(clerk, FROM, [case(1)]).value.vouchers
    assert [(v.number, v.case, v.fen, v.from_on, v.until, v.contract) for v in found] == [
        (FIRST, case(1), SUM, FROM, UNTIL, "ZS-2025-001")
    ]
    assert left(clerk) == 2_000_000_000 - SUM


def test_a_years_vouchers_are_issued_in_the_order_of_filing(clerk: Session) -> None:
    waiting = vouchers.ledger_of(clerk.db, clerk.edition, 2025).waiting
    assert [a.case for a in waiting] == [case(n) for n in AWARDED]
    done = vouchers.issue_vouchers(clerk, FROM, (), 2025).value
    assert [v.case for v in done.vouchers] == [case(n) for n in AWARDED]
    assert [v.number for v in done.vouchers] == [f"ZSQ-2025-{n:04d}" for n in range(1, 10)]
    assert done.refused == ()
    ledger = vouchers.ledger_of(clerk.db, clerk.edition, 2025)
    assert ledger.waiting == ()
    assert {one.state for one in ledger.lines} == {VoucherState.ISSUED}
    assert ledger.balance.issued == sum(s.amount_fen for s in reads.sealed(clerk.db) if s.outcome == "awarded")
    assert ledger.balance.left == 2_000_000_000 - ledger.balance.issued
    refused(lambda: vouchers.issue_vouchers(clerk, FROM, (), 2025), "没有可以核发", clerk)


def test_while_the_guide_is_silent_nothing_is_issued_and_the_figure_is_named(clerk: Session) -> None:
    first, *others = clerk.edition.measures
    silent = replace(
        first,
        amount=replace(
            first.amount, valid_months=UNSET, cites={**first.amount.cites, "valid_months": first.check("1.9").cite}
        ),
    )  # type: ignore[union-attr]
    session = replace(clerk, edition=replace(clerk.edition, measures=(silent, *others)))
    refused(lambda: vouchers.issue_vouchers(session, FROM, (), 2025), "有效期未定（第八条(五)", session)
    assert "有效期" in vouchers.ledger_of(session.db, session.edition, 2025).missing


def test_an_edition_without_vouchers_says_so(clerk: Session) -> None:
    session = replace(clerk, edition=replace(clerk.edition, measures=clerk.edition.measures[1:]))
    refused(lambda: vouchers.issue_vouchers(session, FROM, (), 2025), "没有发放智算券", session)


REFUSED = [
    ("a case nobody knows", ["2025-M1-0099"], 2025, FROM, "2025-M1-0099"),
    ("a case of another measure", ["2025-M3-0001"], 2025, FROM, "不是智算券项目"),
    ("one that waits for who pays", [case(OUTSIDE[0])], 2025, FROM, "没有已封存的拟支持决定"),
    ("a related party", [case(RELATED)], 2025, FROM, "没有已封存的拟支持决定"),
    ("a day before the meeting", [case(1)], 2025, date(2024, 3, 31), "更早的 2024-03-31"),
    ("a day far off", [case(1)], 2025, date(2026, 9, 3), "一年以后"),
    ("the end of days", [case(1)], 2025, date.max, "一年以后"),
    ("a year before the meeting", [], 2025, date(2024, 3, 31), "更早的 2024-03-31"),
    ("nothing named", [], None, FROM, "没有说明"),
    ("a year without any", [], 2024, FROM, "2024 年没有可以核发"),
]


@pytest.mark.parametrize(("cases", "year", "day", "words"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_what_cannot_be_issued(clerk: Session, cases: list[str], year: int | None, day: date, words: str) -> None:
    refused(lambda: vouchers.issue_vouchers(clerk, day, cases, year), words, clerk)


def test_nobody_gets_two_vouchers_for_one_case(clerk: Session) -> None:
    assert len(vouchers.issue_vouchers(clerk, FROM, [case(1), case(1)]).value.vouchers) == 1
    refused(lambda: vouchers.issue_vouchers(clerk, FROM, [case(2), case(1)]), f"已核发 {FIRST}", clerk)
    assert [v.case for v in held.vouchers(clerk.db)] == [case(1)]


def test_one_contract_gets_one_voucher(tmp_path: Path, filed: Desk) -> None:
    """Another applicant claims the first one's contract, and everybody lets it pass: the later claim still gets nothing."""
    desk = filed
    supplier = desk.ok("cases", "--measure", "1", who=CLERK)[0]["facts"]["服务方信用代码"]
    row = {"source": 2, "合同编号": " zs－2025－001", "服务方信用代码": supplier}
    desk.ok("import", voucher_year.workbook(tmp_path / "二.xlsx", row), who=CLERK)
    voucher_year.answer_all(desk, tmp_path)
    findings = [f for n in (1, 13) for f in finding(desk, case(n), "1.8")]
    assert [f.verdict for f in findings] == [Verdict.FAIL, Verdict.FAIL]
    assert case(13) in findings[0].sentence and case(1) in findings[1].sentence
    voucher_year.seal(desk)
    session = open_session(desk.store, CLERK, password_of(CLERK), lambda: TODAY)
    done = vouchers.issue_vouchers(session, FROM, (), 2025).value
    assert [c for c, _ in done.refused] == [case(13)]
    assert f"{case(1)}" in done.refused[0][1] and "一份合同只申领一次" in done.refused[0][1]
    assert len(done.vouchers) == len(AWARDED)
    refused(lambda: vouchers.issue_vouchers(session, FROM, [case(13)]), FIRST, session)
    session.close()


def finding(desk: Desk, case_id: str, check: str) -> tuple[Finding, ...]:
    db = open_reader(desk.store)
    try:
        return next(line.findings for line in review_of(db, edition_of(db), case_id).lines if line.check.id == check)
    finally:
        db.close()


def test_a_contract_of_an_earlier_year_is_found_in_an_imported_list(desk: Desk, tmp_path: Path) -> None:
    assert finding(desk, case(OUTSIDE[0]), "1.8")[0].verdict is Verdict.PASS
    head = ["单位名称", "统一社会信用代码", "政策名称", "文号", "措施", "合同编号", "年度", "金额"]
    rows = [
        ["某单位", "", "智算券", "筑数〔2024〕8号", "措施一", f"ZS-2025-{n:03d}", "2024", "1000"]
        for n in (OUTSIDE[0], 1)
    ]
    desk.ok(
        "awards",
        "import",
        voucher_year.table(tmp_path / "2024名单.csv", head, *rows),
        "--dated",
        "2024-12-31",
        who=CLERK,
    )
    found = finding(desk, case(OUTSIDE[0]), "1.8")[0]
    assert found.verdict is Verdict.FAIL
    assert "智算券（筑数〔2024〕8号）（某单位）" in found.sentence
    session = open_session(desk.store, CLERK, password_of(CLERK), lambda: TODAY)
    refused(lambda: vouchers.issue_vouchers(session, FROM, [case(1)]), "筑数〔2024〕8号", session)
    session.close()


@pytest.mark.parametrize("name", [CHAIR, REVIEWER, OBSERVER])
def test_vouchers_are_the_clerks_work(sign_in: Door, name: str) -> None:
    session = sign_in(name)
    for run in (
        lambda: vouchers.issue_vouchers(session, FROM, (), 2025),
        lambda: vouchers.lapse_overdue(session, UNTIL),
        lambda: vouchers.record_entry(session, FIRST, USE, 1, FROM),
    ):
        with pytest.raises(NotPermitted):
            run()


def test_the_pool_is_never_passed_even_where_its_guard_is(issued: Session) -> None:
    """The sealed decision keeps the year within its pool; should less be left than that, issuing looks again."""
    history.undo(issued)
    first, *others = issued.edition.measures
    small = replace(first, selection=replace(first.selection, pool=SUM + 1))
    session = replace(issued, edition=replace(issued.edition, measures=(small, *others)))
    done = vouchers.issue_vouchers(session, FROM, (), 2025).value
    assert [v.case for v in done.vouchers] == [case(1)]
    assert "余额只有 0.01 元（第一条）" in done.refused[0][1]
    refused(lambda: vouchers.issue_vouchers(session, FROM, [case(2)]), "余额只有 0.01 元", session)


# what becomes of a voucher


def test_a_voucher_is_used_paid_and_settled(issued: Session) -> None:
    found = vouchers.record_entry(issued, FIRST, USE, 100_000_000, date(2024, 6, 1), "ZS-2025-001", " 第一期 ").value
    assert (found.used, found.left, found.entries[0].note, found.entries[0].by) == (
        100_000_000,
        SUM - 100_000_000,
        "第一期",
        CLERK,
    )
    vouchers.record_entry(issued, FIRST, USE, SUM - 100_000_000, UNTIL)
    assert vouchers.record_entry(issued, FIRST, PAY, None, UNTIL).value.paid == SUM
    vouchers.record_entry(issued, FIRST, SETTLE, None, date(2025, 5, 1))
    line = vouchers.ledger_of(issued.db, issued.edition, 2025).lines[0]
    assert line.state is VoucherState.SETTLED
    assert [(e.seq, e.kind) for e in line.voucher.entries] == [(1, USE), (2, USE), (3, PAY), (4, SETTLE)]
    assert {e.contract for e in line.voucher.entries} == {"ZS-2025-001"}
    refused(lambda: vouchers.record_entry(issued, FIRST, USE, 1, FROM), "已核销", issued)


def test_what_lapses_goes_back_to_the_years_balance_and_what_was_used_is_still_paid(issued: Session) -> None:
    before = left(issued)
    vouchers.record_entry(issued, FIRST, USE, 100, FROM)
    assert [v.number for v in vouchers.overdue(issued.db, UNTIL)] == []
    refused(lambda: vouchers.lapse_overdue(issued, UNTIL), "没有逾期", issued)
    done = vouchers.lapse_overdue(issued, date(2025, 4, 3)).value
    assert len(done) == len(AWARDED)
    balance = vouchers.ledger_of(issued.db, issued.edition, 2025).balance
    assert balance.lapsed == balance.issued - 100
    assert before is not None and balance.left == before + balance.lapsed == 2_000_000_000 - 100
    assert vouchers.record_entry(issued, FIRST, PAY, 100, date(2025, 5, 1)).value.paid == 100
    refused(lambda: vouchers.record_entry(issued, "ZSQ-2025-0002", USE, 1, FROM), "已作废", issued)


def test_a_voucher_is_returned_before_use(issued: Session) -> None:
    before = left(issued)
    assert vouchers.record_entry(issued, FIRST, RETURN, None, FROM, "", "合同未履行").value.returned == SUM
    assert before is not None and left(issued) == before + SUM


ENTRIES_REFUSED = [
    ("an unknown number", "ZSQ-2025-0099", USE, 1, FROM, "", "没有券号"),
    ("a use without its sum", FIRST, USE, None, FROM, "", "使用金额未填"),
    ("more than its sum", FIRST, USE, SUM + 1, FROM, "", "剩余额度"),
    ("another contract", FIRST, USE, 1, FROM, "ZS-2025-002", "不能用于合同 ZS-2025-002"),
    ("a day to come", FIRST, USE, 1, date(2025, 9, 2), "", "之后"),
    ("paid before use", FIRST, PAY, 1, FROM, "", "未兑付的 0.00 元"),
]


@pytest.mark.parametrize(
    ("number", "kind", "fen", "day", "contract", "words"),
    [r[1:] for r in ENTRIES_REFUSED],
    ids=[r[0] for r in ENTRIES_REFUSED],
)
def test_what_cannot_be_written_down(
    issued: Session, number: str, kind: EntryKind, fen: int | None, day: date, contract: str, words: str
) -> None:
    refused(lambda: vouchers.record_entry(issued, number, kind, fen, day, contract), words, issued)


@pytest.mark.parametrize("text", ["", "2025-02-30", "7月1日", "2025/07/01", "20250"])
def test_a_day_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="不是日期"):
        vouchers.read_day(text)
    assert vouchers.read_day(" 2025-07-01 ") == date(2025, 7, 1)


# undo, and what the database itself forbids


def test_issuing_is_undone_and_a_number_is_given_once(clerk: Session) -> None:
    vouchers.issue_vouchers(clerk, FROM, [case(1)])
    history.undo(clerk)
    assert held.vouchers(clerk.db) == []
    assert [v.number for v in vouchers.issue_vouchers(clerk, FROM, [case(1), case(2)]).value.vouchers] == [
        "ZSQ-2025-0002",
        "ZSQ-2025-0003",
    ]
    history.undo(clerk)
    history.redo(clerk)
    assert [v.number for v in held.vouchers(clerk.db)] == ["ZSQ-2025-0002", "ZSQ-2025-0003"]


def test_entries_are_undone_newest_first_whoever_made_them(issued: Session, sign_in: Door, desk: Desk) -> None:
    vouchers.record_entry(issued, FIRST, USE, 100, FROM)
    sign_in.leave()
    desk.ok("people", "add", "吴经办", "--role", "clerk", env={"GYGA_NEW_PASSWORD": password_of("吴经办")})
    other = sign_in("吴经办")
    vouchers.record_entry(other, FIRST, PAY, 100, FROM)
    mine = sign_in(CLERK)
    with pytest.raises(Refused, match="之后又有登记"):
        history.undo(mine)
    history.undo(sign_in("吴经办"))
    assert [e.kind for e in held.voucher(sign_in(CLERK).db, FIRST).entries] == [USE]


def test_issuing_is_not_undone_under_an_entry(issued: Session, sign_in: Door, desk: Desk) -> None:
    sign_in.leave()
    desk.ok("people", "add", "吴经办", "--role", "clerk", env={"GYGA_NEW_PASSWORD": password_of("吴经办")})
    vouchers.record_entry(sign_in("吴经办"), FIRST, USE, 100, FROM)
    with pytest.raises(UndoConflict):
        history.undo(sign_in(CLERK))


FORBIDDEN = [
    ("a larger voucher", "INSERT INTO voucher SELECT 'X', case_id, year, amount_fen + 1, '2025-01-01', '2026-01-01', '', '' FROM sealed_case WHERE case_id = '2025-M1-0002'", "已封存"),
    ("a voucher for nothing sealed", "INSERT INTO voucher VALUES('X', '2025-M1-0003', 2025, 5, '2025-01-01', '2026-01-01', '', '')", "已封存"),
    ("another for the same case", "INSERT OR REPLACE INTO voucher SELECT 'X', case_id, year, fen, from_on, until_on, at, person FROM voucher", "已核发"),
    ("a longer life", "UPDATE voucher SET until_on = '2099-01-01'", "不能改动"),
    ("another use", "UPDATE voucher_entry SET fen = 1", "不能改动"),
    ("a gap", "INSERT INTO voucher_entry VALUES('ZSQ-2025-0001', 5, 'use', 1, '2025-01-01', '', '', '', '')", "不连续"),
    ("a use in another's place", "INSERT OR REPLACE INTO voucher_entry VALUES('ZSQ-2025-0001', 1, 'use', 1, '2025-01-01', '', '', '', '')", "不连续"),
    ("overdrawing", f"INSERT INTO voucher_entry VALUES('ZSQ-2025-0001', 2, 'use', {SUM - 99}, '2025-01-01', '', '', '', '')", "剩余额度"),
    ("lapsing too much", f"INSERT INTO voucher_entry VALUES('ZSQ-2025-0001', 2, 'lapse', {SUM - 99}, '2025-01-01', '', '', '', '')", "剩余额度"),
    ("paying unused money", "INSERT INTO voucher_entry VALUES('ZSQ-2025-0001', 2, 'pay', 101, '2025-01-01', '', '', '', '')", "兑付金额超过"),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "words"), [f[1:] for f in FORBIDDEN], ids=[f[0] for f in FORBIDDEN])
def test_no_program_writes_what_no_voucher_may_be(clerk: Session, sql: str, words: str) -> None:
    vouchers.issue_vouchers(clerk, FROM, [case(1)])
    vouchers.record_entry(clerk, FIRST, USE, 100, FROM)
    with pytest.raises(Refused, match=words), clerk.store.operation("旁路", CLERK, TODAY.isoformat()):
        clerk.db.execute(sql)
    assert journal.check(clerk.db) == []


# reopening


def reopen(desk: Desk) -> None:
    desk.ok("decide", "reopen", *M1, "--reason", "金额有误", "--with", OBSERVER, who=CHAIR, second=OBSERVER)


def test_reopening_takes_unused_vouchers_back(issued: Session, desk: Desk, sign_in: Door) -> None:
    assert held.vouchers(issued.db)
    sign_in.leave()
    reopen(desk)
    session = sign_in(CLERK)
    assert held.vouchers(session.db) == []
    assert left(session) == 2_000_000_000
    sign_in.leave()
    voucher_year.seal(desk)
    assert vouchers.issue_vouchers(sign_in(CLERK), FROM, [case(1)]).value.vouchers[0].number == "ZSQ-2025-0010"


def test_a_used_voucher_stands_against_reopening_until_its_use_is_undone(
    issued: Session, desk: Desk, sign_in: Door
) -> None:
    vouchers.record_entry(issued, FIRST, USE, 100, FROM)
    sign_in.leave()
    said = desk.refused("decide", "reopen", *M1, "--reason", "金额有误", "--with", OBSERVER, who=CHAIR, second=OBSERVER)
    assert FIRST in said and "已有使用登记" in said
    history.undo(sign_in(CLERK))
    sign_in.leave()
    reopen(desk)


def test_a_returned_voucher_does_not_stand_against_reopening_and_stays_on_record(
    issued: Session, desk: Desk, sign_in: Door
) -> None:
    vouchers.record_entry(issued, FIRST, RETURN, None, FROM)
    sign_in.leave()
    reopen(desk)
    session = sign_in(CLERK)
    assert [v.number for v in held.vouchers(session.db)] == [FIRST]
    assert left(session) == 2_000_000_000
    sign_in.leave()
    voucher_year.seal(desk)
    again = sign_in(CLERK)
    refused(lambda: vouchers.issue_vouchers(again, FROM, [case(1)]), "已核发", again)


def test_a_voucher_taken_back_after_the_preview_is_asked_nothing(
    issued: Session, desk: Desk, sign_in: Door, tmp_path: Path
) -> None:
    row = {"办理环节": "兑付", "已付金额": 1, "付款日期": "2025-06-20", "发票金额": 1}
    preview = intake.preview_workbook(issued.db, issued.edition, voucher_year.workbook(tmp_path / "兑付.xlsx", row))
    assert preview.count(intake.REDEEM) == 1
    sign_in.leave()
    reopen(desk)
    session = sign_in(CLERK)
    refused(lambda: intake.import_batch(session, preview), "智算券已撤回", session)


def test_a_store_of_a_policy_alone_issues_nothing(tmp_path: Path) -> None:
    path = tmp_path / "无指南.gyga"
    create_store(path, admin=CLERK, password=password_of(CLERK))
    db = open_reader(path)
    assert "有效期未定" in vouchers.ledger_of(db, edition_of(db), 2025).missing
    db.close()
