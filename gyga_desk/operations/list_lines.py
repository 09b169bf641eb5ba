"""The lines of an imported list: which columns mean what, and each line read, held with its reason, or known already."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from gyga_desk.formats.list_table import ListTable
from gyga_desk.formats.table import RowRead
from gyga_desk.model import Column, ColumnType, Fact, Problem, Severity
from gyga_desk.money import write_yuan
from gyga_desk.rules import filings as filing_rules
from gyga_desk.rules.facts import plain
from gyga_desk.store import lists, reads
from gyga_desk.store.lists import AWARDS, FILINGS

UNNAMED = "既往支持名单（未列政策名称）"
"""Stands for a policy that the list does not name, the same in every file."""
Held = dict[str, str | int | None]


def _text(name: str, header: str, *aliases: str, required: bool = False) -> Column:
    return Column(name, header, ColumnType.TEXT, required, aliases)


COLUMNS = {
    AWARDS: (
        _text(
            "applicant", "单位名称", "企业名称", "获奖单位", "获奖单位名称", "申报单位", "申报单位名称", "申报企业", "公司名称", "主体名称", "获补单位", "受助单位",
            "受奖单位", "奖补单位", "补助单位", "支持单位", "支持对象", "项目单位", "项目单位名称", "建设单位", "承担单位", "收款单位", "获奖企业",
            required=True,
        ),
        Column("credit_code", "统一社会信用代码", ColumnType.CODE, False, ("信用代码", "社会信用代码", "统一信用代码", "统一代码")),
        _text("policy", "政策名称", "资金名称", "项目类别", "政策", "奖补政策", "资金类别", "专项资金", "专项资金名称", "奖补类别", "支持政策", "政策类别", "奖项"),
        _text("document", "文号", "政策文号", "文件文号", "下达文号", "资金文号", "批复文号", "文件号"),
        _text("measure", "措施", "措施编号"),
        _text(
            "matter", "事项", "项目名称", "平台名称", "大模型名称", "模型名称", "事项名称", "奖补事项", "支持事项", "补助事项", "申报事项", "申报项目", "数据集名称",
            "场景名称", "项目",
        ),
        _text("contract", "合同编号", "合同号", "协议编号"),
        _text("year", "年度", "年份", "资金年度", "申报年度", "获奖年度", "所属年度", "拨付年度", "支持年度", "奖补年度"),
        _text("paid_on", "拨付日期", "拨付时间", "兑现日期", "兑现时间", "下达日期", "下达时间", "到账日期", "到账时间", "日期", "时间"),
        Column("paid", "拨付金额", ColumnType.MONEY, False, (
            "已拨付金额", "实际拨付金额", "实拨金额", "兑现金额", "实际兑现金额", "已兑现金额", "已享受金额", "已获金额", "已获得金额", "到账金额", "享受金额",
        )),
        Column("amount", "金额", ColumnType.MONEY, False, (
            "补助金额", "奖励金额", "支持金额", "奖补金额", "补贴金额", "扶持金额", "资助金额", "资金金额", "获奖金额", "获补金额", "核定金额", "批复金额", "下达金额",
            "安排金额", "补助资金", "奖励资金", "奖补资金", "支持资金", "扶持资金", "补贴资金", "专项资金额度", "资金额度", "拟补助金额", "拟支持金额", "拟奖励金额",
        )),
    ),
    FILINGS: (
        _text("number", "备案编号", "算法备案编号", "深度合成算法备案编号", "备案号", "算法备案号", required=True),
        _text("algorithm", "算法名称", "备案算法名称", "深度合成算法名称"),
        _text("holder", "主体名称", "备案主体", "备案主体名称", "单位名称", "企业名称", "公司名称", required=True),
        _text("role", "角色", "备案角色", "主体角色", "服务角色"),
        Column("filed_on", "备案日期", ColumnType.DATE, False, ("备案时间", "公告日期", "公告时间", "发布日期", "发布时间")),
        _text("state", "状态", "备案状态"),
        _text("remark", "备注", "说明", "变更情况"),
    ),
}  # fmt: skip
EITHER: Mapping[str, tuple[tuple[str, ...], ...]] = {AWARDS: (("paid", "amount"), ("year", "paid_on")), FILINGS: ()}
"""Columns of which a list needs one or the other."""
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?:[01][0-9][0-3][0-9])?(?![0-9])")
_NUMERALS = "一二三四五六七"
_MEASURE = re.compile(
    r"(?:(?:措施|m)([1-7一二三四五六七])(?![0-9十]).*|([1-7一二三四五六七])(?:[、.:].*)?)", re.IGNORECASE
)
_CANCELLED = re.compile(
    r"(?:该?算法|备案|状态:)*(?:已经?|被|现)*(?:主动)?(?:注销|撤销|吊销|作废|失效)(?:备案|状态)?[。.]?"
)
_MENTIONED = re.compile(r"注销|撤销|吊销|作废|失效")
_STANDS = re.compile(r"(?:未|无|没有|尚未)(?:注销|撤销|吊销|作废|失效)[。.]?")
_ROLES = {"服务提供者": "提供者", "服务技术支持者": "技术支持"}


@dataclass(frozen=True)
class ListRow:
    """One good line: its row and what it will be stored as."""

    row: int
    held: Mapping[str, str | int | None]


class Lines:
    """The lines of one list sorted into good, held and known already; made for one file and used once."""

    def __init__(self, db: sqlite3.Connection, kind: str, table: ListTable, problems: list[Problem]) -> None:
        self.db, self.kind, self.table, self.problems = db, kind, table, problems
        self.rows: list[ListRow] = []
        rows = {r.row for r in table.sheet.rows}
        self.held = rows & {p.row for p in problems if p.severity is not Severity.NOTE}
        self.unchanged = 0

    def read(self) -> None:
        """Sorts every line; a fault of the table itself holds them all."""
        take = self._award() if self.kind == AWARDS else self._filing()
        for row in self.table.sheet.rows:
            found = take(row)
            if row.row not in self.held and found is not None:
                self.rows.append(ListRow(row.row, found))
        if any(p.severity is Severity.ERROR and not p.row for p in self.problems):
            self.held, self.rows, self.unchanged = {r.row for r in self.table.sheet.rows}, [], 0
        self._doubts()

    def _doubts(self) -> None:
        count = sum(1 for r in self.rows if not r.held.get("credit_code", "none is asked of a filing"))
        if count:
            self._note(
                "no-credit-code", f"有 {count} 行没有统一社会信用代码，只能按名称提示疑似同一事项，不会自动减除。"
            )

    def _note(self, code: str, sentence: str) -> None:
        self.problems.append(Problem(self.table.sheet.name, "", 0, "", code, Severity.NOTE, "", sentence))

    def fault(self, row: RowRead, column: str, code: str, sentence: str, severity: Severity = Severity.ERROR) -> None:
        """Holds the line, with the reason at its cell."""
        fact = row.facts[column]
        letters = self.table.sheet.columns.get(column)
        header = fact.header or next(c.header for c in COLUMNS[self.kind] if c.id == column)
        cell = f"{letters}{row.row}" if letters else ""
        self.problems.append(Problem(self.table.sheet.name, cell, row.row, header, code, severity, fact.raw, sentence))
        self.held.add(row.row)

    # awards

    def _award(self) -> Callable[[RowRead], Held | None]:
        known = _by_key(lists.earlier_awards(self.db))
        sealed: dict[object, str] = {
            (s.measure, s.year, s.credit_code, plain(s.title)): s.case for s in reads.sealed(self.db)
        }
        seen: dict[object, int] = {}

        def take(row: RowRead) -> Held | None:
            award = self._read_award(row)
            if award is None or row.row in self.held:
                return None
            name = _award_key(award)
            first = seen.setdefault((name, award["amount_fen"]), row.row)
            if first != row.row:
                self.fault(
                    row,
                    "applicant",
                    "duplicate-row",
                    f"与第 {first} 行相同；请删去重复的一行，确为两笔的请在事项中写明期次。",
                )
                return None
            if own := sealed.get((award["measure"], award["year"], award["credit_code"], plain(str(award["matter"])))):
                self.fault(
                    row,
                    "applicant",
                    "in-record",
                    f"这笔支持本程序已有记录（{own}，已封存），再计入会重复减除；请删去这一行。",
                    Severity.ASK,
                )
                return None
            return self._against(row, award, known.get(name, []))

        return take

    def _against(self, row: RowRead, award: Held, known: list[lists.EarlierAward]) -> Held | None:
        """An award the record has is not stored again; one with another amount waits for a person."""
        if any(a.amount_fen == award["amount_fen"] for a in known):
            self.unchanged += 1
            return None
        if known:
            other = known[0]
            sentence = (
                f"记录中已有同一单位、政策、年度、事项的 {write_yuan(other.amount_fen)} 元（名单 {other.list} 第 {other.row} 行），金额不同；"
                f"若是另一笔，请在事项中写明期次，若是更正，请先移除名单 {other.list}。"
            )
            self.fault(
                row,
                "amount" if "amount" in self.table.sheet.columns else "paid",
                "award-differs",
                sentence,
                Severity.ASK,
            )
            return None
        return award

    def _read_award(self, row: RowRead) -> Held | None:
        facts = row.facts
        year, measure, fen = self._year(row), self._measure(row), self._amount(row)
        if year is None or fen is None:
            return None
        return {
            "credit_code": _said(facts, "credit_code"), "applicant": _said(facts, "applicant"),
            "policy": _said(facts, "policy") or UNNAMED, "document": _said(facts, "document"), "measure": measure,
            "matter": _said(facts, "matter"), "contract": _said(facts, "contract"), "year": year, "amount_fen": fen,
        }  # fmt: skip

    def _amount(self, row: RowRead) -> int | None:
        """What was paid, or where the list does not say so what was awarded; never zero for a blank."""
        paid, awarded = row.facts["paid"].value, row.facts["amount"].value
        fen = paid if isinstance(paid, int) else awarded
        if isinstance(fen, int):
            return fen
        if row.row not in self.held:
            column = "amount" if "amount" in self.table.sheet.columns else "paid"
            self.fault(row, column, "missing", "没有金额；请补填拨付金额或补助金额，确实没有拨付的请填 0。")
        return None

    def _year(self, row: RowRead) -> int | None:
        """The one year that the line names, its own or that of the day it was paid."""
        told = next(filter(None, (_said(row.facts, c) for c in ("year", "paid_on"))), "")
        years = set(_YEAR.findall(told))
        if len(years) == 1:
            return int(years.pop())
        sentence = f"“{told}”看不出是哪一年；请填一个四位数的年份。" if told else "没有年度；请补填年度或拨付日期。"
        self.fault(row, "year", "year" if told else "missing", sentence)
        return None

    def _measure(self, row: RowRead) -> int | None:
        text = plain(_said(row.facts, "measure"))
        found = _MEASURE.fullmatch(text)
        if text and found is None:
            self.fault(
                row, "measure", "measure", f"“{row.facts['measure'].raw}”不是措施一至措施七；非本政策的支持请留空。"
            )
        if found is None:
            return None
        word = found[1] or found[2]
        return _NUMERALS.index(word) + 1 if word in _NUMERALS else int(word)

    # filings

    def _filing(self) -> Callable[[RowRead], Held | None]:
        seen: dict[str, int] = {}

        def take(row: RowRead) -> Held | None:
            facts = row.facts
            number = plain(_said(facts, "number"))
            if not number:
                return None
            if filing_rules.kind_of(number) is not filing_rules.Kind.ALGORITHM:
                self.fault(
                    row,
                    "number",
                    "filing-number",
                    f"“{_said(facts, 'number')}”{filing_rules.kind_said(number)}；请核对是否导错了清单。",
                )
            first = seen.setdefault(filing_rules.key(number), row.row)
            if first != row.row:
                self.fault(row, "number", "duplicate-row", f"备案编号与第 {first} 行相同；请核对后只保留一行。")
            return {
                "number": number, "algorithm": _said(facts, "algorithm"), "holder": _said(facts, "holder"), "role": self._role(row),
                "filed_on": _said(facts, "filed_on"), "cancelled": int(self._cancelled(row)),
            }  # fmt: skip

        return take

    def _role(self, row: RowRead) -> str:
        text = plain(_said(row.facts, "role"))
        roles = [role for role, word in _ROLES.items() if word in text]
        if text and len(roles) != 1:
            self.fault(row, "role", "role", f"“{row.facts['role'].raw}”不是服务提供者或服务技术支持者；请核对。")
        return roles[0] if len(roles) == 1 else ""

    def _cancelled(self, row: RowRead) -> bool:
        for column in ("state", "remark"):
            text = plain(_said(row.facts, column))
            if _CANCELLED.fullmatch(text):
                return True
            if _MENTIONED.search(text) and not _STANDS.fullmatch(text):
                self.fault(
                    row,
                    column,
                    "state",
                    f"“{row.facts[column].raw}”看不出是否已经注销；请改填“已注销”或“有效”。",
                    Severity.ASK,
                )
        return False


def _said(facts: Mapping[str, Fact], column: str) -> str:
    value = facts[column].value
    return "" if value is None else str(value)


def _award_key(award: Mapping[str, str | int | None]) -> tuple[str, ...]:
    """What makes two lines tell of one award, but for its amount."""
    who = award["credit_code"] or award["applicant"]
    return tuple(
        plain(str(x or ""))
        for x in (
            who,
            award["policy"],
            award["document"],
            award["measure"],
            award["matter"],
            award["contract"],
            award["year"],
        )
    )


def _by_key(known: Iterable[lists.EarlierAward]) -> dict[tuple[str, ...], list[lists.EarlierAward]]:
    found: dict[tuple[str, ...], list[lists.EarlierAward]] = {}
    for award in known:
        found.setdefault(_award_key(vars(award)), []).append(award)
    return found
