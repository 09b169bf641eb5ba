"""A voucher after it is issued: how long it holds, what may follow what and with how much, one contract to one claim."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyga_desk.model import EntryKind, Verdict, Voucher, VoucherEntry, VoucherState
from gyga_desk.policy import UNSET, Absent, Edition
from gyga_desk.rules.automatic import Look, look_at
from gyga_desk.rules.vouchers import (
    Balance,
    Claimed,
    ContractClaim,
    against_issue,
    balance_of,
    claim_sentences,
    claimed,
    last_day,
    missing,
    overdue,
    refusal,
    state_of,
    whole_of,
)
from tests.core.cases import case, measure

USE, PAY, SETTLE, LAPSE, RETURN = EntryKind
FROM, UNTIL = date(2025, 7, 16), date(2026, 7, 16)
TODAY = date(2027, 1, 1)
DAY = timedelta(days=1)


def entry(kind: EntryKind, fen: int, on: date = FROM, contract: str = "") -> VoucherEntry:
    return VoucherEntry(kind, fen, on, contract)


def voucher(*entries: VoucherEntry, fen: int = 1000, number: str = "ZSQ-2025-0001") -> Voucher:
    return Voucher(
        number, f"2025-M1-{number[-4:]}", 2025, "甲", "915201009PUG26F69T", "HT-01", fen, FROM, UNTIL, entries=entries
    )


# how long it holds


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2025-07-16", 12, "2026-07-16"), ("2024-02-29", 12, "2025-02-28"), ("2025-01-31", 1, "2025-02-28"), ("2024-01-31", 1, "2024-02-29"),
        ("2025-12-31", 2, "2026-02-28"), ("2025-03-31", 6, "2025-09-30"), ("2025-12-01", 1, "2026-01-01"), ("2025-01-15", 120, "2035-01-15"),
    ],
)  # fmt: skip
def test_a_period_of_months_ends_on_the_day_of_the_same_number(start: str, months: int, end: str) -> None:
    assert last_day(date.fromisoformat(start), months) == date.fromisoformat(end)


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.integers(1, 120))
def test_a_longer_period_never_ends_sooner(start: date, months: int) -> None:
    end = last_day(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end + DAY).day == 1
    assert last_day(start, months + 1) > end


# what must be known


def test_a_guide_that_is_silent_is_named_with_its_clause(edition: Edition, bare_edition: Edition) -> None:
    assert missing(measure(edition, 1)) == ""
    assert (
        missing(measure(bare_edition, 1))
        == "券的有效期未定（第八条(五)未作规定，须由当年申报指南或管理办法明确），不能核发。"
    )


@pytest.mark.parametrize(("key", "word"), [("valid_months", "有效期"), ("rate", "比例"), ("cap", "上限")])
def test_each_missing_figure_stands_against_issuing(edition: Edition, key: str, word: str) -> None:
    held = measure(edition, 1)
    amount = replace(held.amount, **{key: UNSET})
    assert word in missing(replace(held, amount=amount))


# states


@pytest.mark.parametrize(
    ("entries", "state", "label"),
    [
        ([], VoucherState.ISSUED, "已核发"),
        ([entry(USE, 1)], VoucherState.PARTLY_USED, "部分使用"),
        ([entry(USE, 400), entry(PAY, 400)], VoucherState.PARTLY_USED, "部分使用"),
        ([entry(USE, 400), entry(USE, 600)], VoucherState.USED, "已用完"),
        ([entry(USE, 1000), entry(PAY, 999)], VoucherState.USED, "已用完"),
        ([entry(USE, 400), entry(LAPSE, 600)], VoucherState.USED, "已用完"),
        ([entry(USE, 1000), entry(PAY, 1000)], VoucherState.PAID, "已兑付"),
        ([entry(USE, 400), entry(LAPSE, 600), entry(PAY, 400)], VoucherState.PAID, "已兑付"),
        ([entry(USE, 1000), entry(PAY, 1000), entry(SETTLE, 1000)], VoucherState.SETTLED, "已核销"),
        ([entry(LAPSE, 1000)], VoucherState.LAPSED, "已作废"),
        ([entry(RETURN, 1000)], VoucherState.RETURNED, "已退回"),
    ],
)
def test_where_a_voucher_stands(entries: list[VoucherEntry], state: VoucherState, label: str) -> None:
    found = state_of(voucher(*entries))
    assert (found, found.label) == (state, label)


@pytest.mark.parametrize(("kind", "fen"), [(PAY, 300), (SETTLE, 100), (LAPSE, 600), (RETURN, 600), (USE, 600)])
def test_without_a_sum_an_entry_is_for_all_that_is_left(kind: EntryKind, fen: int) -> None:
    assert whole_of(voucher(entry(USE, 400), entry(PAY, 100)), kind) == fen


# what may follow what

PAID_UP = (entry(USE, 1000), entry(PAY, 1000))
ALLOWED = [
    ("all at once", [], entry(USE, 1000)),
    ("one fen", [], entry(USE, 1)),
    ("on the first day", [], entry(USE, 5, FROM)),
    ("on the last day", [], entry(USE, 5, UNTIL)),
    ("the rest", [entry(USE, 999)], entry(USE, 1)),
    ("for its own contract however written", [], entry(USE, 5, contract=" ht－01 ")),
    ("paid for what was used", [entry(USE, 400)], entry(PAY, 400)),
    ("paid after it holds no more", [entry(USE, 400, UNTIL)], entry(PAY, 400, UNTIL + DAY)),
    ("paid after the rest lapsed", [entry(USE, 400), entry(LAPSE, 600, UNTIL + DAY)], entry(PAY, 400, UNTIL + DAY)),
    ("settled when paid up", PAID_UP, entry(SETTLE, 1000)),
    (
        "settled when the rest lapsed",
        [entry(USE, 400), entry(PAY, 400), entry(LAPSE, 600, UNTIL + DAY)],
        entry(SETTLE, 400, UNTIL + DAY),
    ),
    ("lapsed on the day after", [], entry(LAPSE, 1000, UNTIL + DAY)),
    ("the unused part lapsed", [entry(USE, 400)], entry(LAPSE, 600, UNTIL + DAY)),
    ("returned unused", [], entry(RETURN, 1000)),
    ("returned on the last day", [], entry(RETURN, 1000, UNTIL)),
    ("written down today", [], entry(USE, 5, FROM)),
]


@pytest.mark.parametrize(("before", "one"), [a[1:] for a in ALLOWED], ids=[a[0] for a in ALLOWED])
def test_what_may_be_written_down(before: list[VoucherEntry], one: VoucherEntry) -> None:
    assert refusal(voucher(*before), one, max(one.on, FROM)) == ""


REFUSED = [
    ("more than its sum", [], entry(USE, 1001), "剩余额度 10.00 元"),
    ("more than is left", [entry(USE, 999)], entry(USE, 2), "剩余额度 0.01 元"),
    ("nothing", [], entry(USE, 0), "大于 0"),
    ("less than nothing", [], entry(USE, -1), "大于 0"),
    ("before it holds", [], entry(USE, 5, FROM - DAY), "早于"),
    ("after it holds", [], entry(USE, 5, UNTIL + DAY), "逾期"),
    ("for another contract", [], entry(USE, 5, contract="HT-02"), "不能用于合同 HT-02"),
    ("after today", [], entry(USE, 5, TODAY + DAY), "之后"),
    ("used when it is used up", [entry(USE, 1000)], entry(USE, 1), "剩余额度 0.00 元"),
    ("paid before use", [], entry(PAY, 1), "未兑付的 0.00 元"),
    ("paid more than used", [entry(USE, 400)], entry(PAY, 401), "未兑付的 4.00 元"),
    ("paid twice", [entry(USE, 400), entry(PAY, 400)], entry(PAY, 1), "未兑付的 0.00 元"),
    ("paid earlier than used", [entry(USE, 400, UNTIL)], entry(PAY, 400, UNTIL - DAY), "未兑付的 0.00 元"),
    (
        "paid earlier than used, after another was paid",
        [entry(USE, 400), entry(PAY, 400), entry(USE, 1, UNTIL)],
        entry(PAY, 1),
        "未兑付的 0.00 元",
    ),
    ("paid nothing", [entry(USE, 400)], entry(PAY, 0), "大于 0"),
    ("settled with something unused", [entry(USE, 400), entry(PAY, 400)], entry(SETTLE, 400), "6.00 元未使用"),
    ("settled unpaid", [entry(USE, 1000), entry(PAY, 400)], entry(SETTLE, 400), "只兑付 4.00 元"),
    ("settled for another sum", PAID_UP, entry(SETTLE, 999), "须为已兑付的 10.00 元"),
    (
        "settled before the last entry",
        [entry(USE, 1000), entry(PAY, 1000, UNTIL)],
        entry(SETTLE, 1000, UNTIL - DAY),
        f"最近一笔登记在 {UNTIL}",
    ),
    ("lapsed while it holds", [], entry(LAPSE, 1000, UNTIL), "还没有逾期"),
    ("lapsed in part", [], entry(LAPSE, 999, UNTIL + DAY), "须为未使用的全部 10.00 元"),
    ("lapsed with nothing unused", [entry(USE, 1000)], entry(LAPSE, 0, UNTIL + DAY), "没有未使用的额度"),
    ("returned after use", [entry(USE, 1)], entry(RETURN, 999), "不能退回"),
    ("returned in part", [], entry(RETURN, 999), "须为未使用的全部 10.00 元"),
    ("returned too late", [], entry(RETURN, 1000, UNTIL + DAY), "请按逾期作废办理"),
    *(
        (f"{kind.value} after it is settled", [*PAID_UP, entry(SETTLE, 1000)], entry(kind, 1, UNTIL + DAY), "已核销")
        for kind in EntryKind
    ),
    *(
        (f"{kind.value} after it lapsed", [entry(LAPSE, 1000)], entry(kind, 1, UNTIL + DAY), "已作废")
        for kind in EntryKind
    ),
    *((f"{kind.value} after it was returned", [entry(RETURN, 1000)], entry(kind, 1), "已退回") for kind in EntryKind),
]


@pytest.mark.parametrize(("before", "one", "said"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_what_may_not(before: list[VoucherEntry], one: VoucherEntry, said: str) -> None:
    sentence = refusal(voucher(*before), one, TODAY)
    assert said in sentence
    assert sentence.startswith("ZSQ-2025-0001") and sentence.endswith("。")


ENTRIES = st.builds(
    VoucherEntry, st.sampled_from(EntryKind), st.integers(-5, 1200), st.dates(FROM - 3 * DAY, UNTIL + 3 * DAY)
)


def walked(start: Voucher, tried: list[VoucherEntry]) -> Voucher:
    """The voucher after whatever of these entries was let through."""
    for one in tried:
        if not refusal(start, one, TODAY):
            start = replace(start, entries=(*start.entries, one))
    return start


@given(st.lists(ENTRIES, max_size=25), st.integers(1, 1000))
def test_whatever_is_tried_a_voucher_is_never_overdrawn(tried: list[VoucherEntry], fen: int) -> None:
    found = walked(voucher(fen=fen), tried)
    assert 0 <= found.used <= found.fen
    assert 0 <= found.paid <= found.used
    assert found.left >= 0
    assert found.used + found.left + found.lapsed + found.returned == found.fen
    assert not (found.returned and (found.used or found.lapsed))
    assert all(FROM <= e.on <= UNTIL for e in found.entries if e.kind in (USE, RETURN))


@given(st.lists(st.lists(ENTRIES, max_size=8), max_size=6), st.integers(0, 3000))
def test_the_balance_of_a_year_is_never_under(tried: list[list[VoucherEntry]], more: int) -> None:
    found = [walked(voucher(number=f"ZSQ-2025-{n:04d}"), t) for n, t in enumerate(tried, 1)]
    pool = 1000 * len(found) + more
    held = balance_of(pool, found)
    assert held.left is not None and more <= held.left <= pool
    assert held.left == pool - held.issued + held.lapsed + held.returned
    assert 0 <= held.settled <= held.paid <= held.used <= held.issued


@given(st.lists(ENTRIES, max_size=10), st.lists(ENTRIES, max_size=10), st.data())
def test_the_order_of_two_vouchers_entries_does_not_matter(
    one: list[VoucherEntry], other: list[VoucherEntry], data: st.DataObject
) -> None:
    left, right = voucher(), voucher(number="ZSQ-2025-0002")
    apart = balance_of(5000, [walked(left, one), walked(right, other)])
    mixed = data.draw(st.permutations([0] * len(one) + [1] * len(other)))
    streams = (iter(one), iter(other))
    held = [left, right]
    for which in mixed:
        held[which] = walked(held[which], [next(streams[which])])
    assert balance_of(5000, held) == apart == balance_of(5000, held[::-1])


# the year


def test_what_lapsed_and_what_was_returned_goes_back() -> None:
    found = [
        voucher(entry(USE, 400), entry(PAY, 300), entry(LAPSE, 600)),
        voucher(entry(RETURN, 1000)),
        voucher(*PAID_UP, entry(SETTLE, 1000)),
        voucher(),
    ]
    held = balance_of(4000, found)
    assert held == Balance(4000, 4000, 1400, 1300, 1000, 600, 1000)
    assert held.left == 1600


@pytest.mark.parametrize("pool", list(Absent))
def test_without_a_pool_the_balance_is_unknown(pool: Absent) -> None:
    assert balance_of(pool, [voucher()]).left is None


def test_overdue_is_what_holds_no_more_and_is_not_used_up() -> None:
    part, full, settled = voucher(entry(USE, 1)), voucher(entry(USE, 1000)), voucher(*PAID_UP, entry(SETTLE, 1000))
    assert overdue([part, full, settled, voucher()], UNTIL) == ()
    assert overdue([part, full, settled, voucher()], UNTIL + DAY) == (part, voucher())


# one contract, one claim


def claim(
    number: int = 1,
    contract: str = "HT-01",
    supplier: str = "S1",
    *,
    year: int = 2025,
    refused: bool = False,
    held: str = "",
) -> ContractClaim:
    return ContractClaim(f"{year}-M1-{number:04d}", year, number, f"单位{number}", contract, supplier, refused, held)


@pytest.mark.parametrize(
    ("other", "same", "doubtful"),
    [
        (claim(2), True, False),
        (claim(2, " ht－01"), True, False),
        (claim(2, year=2024), True, False),
        (claim(2, supplier=""), True, False),
        (claim(2, supplier="S2"), False, True),
        (claim(2, "HT-02"), False, False),
        (claim(2, refused=True), False, False),
        (claim(1), False, False),
    ],
    ids=[
        "same",
        "written otherwise",
        "another year",
        "supplier unknown",
        "another supplier",
        "another contract",
        "refused",
        "itself",
    ],
)
def test_who_else_claims_a_contract(other: ContractClaim, same: bool, doubtful: bool) -> None:
    assert claimed("2025-M1-0001", "HT-01", "S1", [other]) == Claimed(
        (other,) if same else (), (other,) if doubtful else ()
    )


def test_an_unknown_supplier_of_ones_own_does_not_make_it_another_contract() -> None:
    assert claimed("2025-M1-0001", "HT-01", "", [claim(2)]).same == (claim(2),)


def test_no_contract_number_meets_nobody() -> None:
    assert claimed("2025-M1-0001", "", "S1", [claim(2, "")]) == Claimed()


def test_the_first_claim_goes_before_the_later_ones() -> None:
    first, second = claim(1), claim(2)
    assert against_issue(first, [first, second]) == ""
    assert "2025-M1-0001（单位1）在先申领" in against_issue(second, [first, second])
    assert "在先申领" in against_issue(first, [claim(9, year=2024), first])
    assert against_issue(second, [replace(first, refused=True), second]) == ""
    assert against_issue(second, [replace(first, supplier="S2"), second]) == ""


def test_a_contract_with_a_voucher_gets_no_second_one() -> None:
    later = claim(2, held="ZSQ-2025-0001")
    assert "核发 ZSQ-2025-0001" in against_issue(claim(1), [claim(1), later])


def test_claims_are_named_with_their_vouchers() -> None:
    assert (
        claim_sentences([claim(1), claim(2, held="ZSQ-2025-0007")])
        == "2025-M1-0001（单位1）、2025-M1-0002（单位2，券 ZSQ-2025-0007）"
    )


@pytest.mark.parametrize(
    ("contract", "found", "verdict", "words"),
    [
        ("HT-01", Claimed(), Verdict.PASS, "没有其他申领"),
        ("HT-01", Claimed((claim(2),), (claim(3),)), Verdict.FAIL, "2025-M1-0002"),
        ("HT-01", Claimed((), (claim(3),)), Verdict.UNKNOWN, "2025-M1-0003"),
        ("", Claimed(), Verdict.UNKNOWN, "合同编号"),
    ],
)
def test_the_look_at_a_contract_tells_who_else_claims_it(
    edition: Edition, contract: str, found: Claimed, verdict: Verdict, words: str
) -> None:
    held = measure(edition, 1)
    check = held.check("1.8")
    assert check is not None
    seen = look_at(
        Look(edition, held, case(held, contract_no=contract), check, None, "2025-04-30", (), "", claimed=found)
    )
    assert seen.verdict is verdict
    assert words in seen.sentence
