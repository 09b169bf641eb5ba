"""How packages, what they bring and what two machines say differently are written on the screen and on a receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gyga_desk.model import Answer, Declared, MarkState
from gyga_desk.operations.owned import Arrival
from gyga_desk.operations.packing import TITLES, PackageRow
from gyga_desk.rules.items import TOTAL
from gyga_desk.rules.merging import Move
from gyga_desk.store.lineage import Divergence, Row
from ui.languages import tr
from ui.said import said
from ui.words import NOTHING, when, yuan

COUNTS = ("cases", "files", *(m.value for m in Move), "refused", "stale")
"""The counts of a package, in the order in which they are told."""


def count_title(name: str) -> str:
    known = {
        "cases": tr("项目变动"),
        "files": tr("新材料"),
        "refused": tr("不能收取"),
        "stale": tr("按旧内容答复"),
        "rows": tr("答复和评分"),
    }
    return known.get(name) or said(Move(name).label)


def way(one: PackageRow) -> str:
    return tr("发出") if one.way == "sent" else tr("收取")


def title(one: PackageRow) -> str:
    return TITLES.get(one.kind, one.kind)


def counts(one: PackageRow) -> str:
    """`项目变动 24，新增 12`; what is nothing is not said."""
    if one.way == "sent":
        said = [
            (tr("项目"), one.counts.get("cases", 0)), (tr("材料"), one.counts.get("files", 0)),
            (tr("答复和评分"), one.counts.get("rows", 0)),
        ]  # fmt: skip
    else:
        said = [(count_title(name), one.counts.get(name, 0)) for name in COUNTS]
    return tr("，").join(f"{word} {count}" for word, count in said if count) or tr("没有变动")


def receipt(one: PackageRow, desk: str) -> list[tuple[str, str]]:
    """What both ends print, line by line."""
    other = tr("接收人") if one.way == "sent" else tr("发送人")
    return [
        (tr("交换包"), tr("{title}第 {number} 号").format(title=title(one), number=one.number)),
        (tr("往来"), way(one)),
        (other, one.other),
        (tr("办理人"), one.by),
        (tr("时间"), when(one.at)),
        (tr("内容"), counts(one)),
        (tr("数据文件"), desk),
        (tr("回执摘要"), one.digest),
    ]


def place(table: str, key: Sequence[str]) -> str:
    """What of a case a row speaks of."""
    if table == "answer":
        return tr("核对项 {check} 的答复").format(check=key[1])
    if table == "mark":
        item = tr("总分") if key[2] == TOTAL else tr("评分项 {item}").format(item=key[2])
        return tr("{item} 的评分").format(item=item)
    return tr("附上的材料") if table == "attachment" else tr("回避声明")


def person(table: str, key: Sequence[str]) -> str:
    """Whose row it is."""
    return key[2] if table == "answer" else key[1]


def reason(one: Arrival) -> str:
    return one.reason or tr("两台机器填的不一致，收取后在“待判定”里判定")


def sides(one: Divergence, stored: Row | None) -> list[tuple[str, str, str]]:
    """Word by word: the name of a part, what the record has, and what came."""
    here, there = _parts(one.table, stored), _parts(one.table, one.row)
    return [(name, here.get(name, NOTHING), there.get(name, NOTHING)) for name in {**here, **there}]


def _parts(table: str, row: Mapping[str, str | int | None] | None) -> dict[str, str]:
    if row is None:
        return {tr("状态"): tr("已撤回")}
    at = {tr("时间"): when(str(row["at"]))}
    if table == "answer":
        reduce = row.get("reduce_fen")
        less = {tr("核减"): tr("{yuan} 元").format(yuan=yuan(reduce))} if isinstance(reduce, int) else {}
        return {
            tr("答复"): said(Answer(str(row["answer"])).label),
            tr("说明"): str(row["note"] or NOTHING),
            **less,
            **at,
        }
    if table == "mark":
        points = NOTHING if row["points"] is None else str(row["points"])
        state = said(MarkState(str(row["state"])).label)
        return {tr("状态"): state, tr("分数"): points, tr("说明"): str(row["note"] or NOTHING), **at}
    declared = tr("声明回避") if row["declared"] == Declared.DECLARED.value else tr("声明无利害关系")
    return {tr("声明"): declared, tr("理由"): str(row["reason"] or NOTHING), **at}
