"""Before anything is drawn: every text of a paper is looked through for characters that no face can print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from gyga_desk.formats.pdf import fonts

if TYPE_CHECKING:
    from gyga_desk.formats.pdf.document import Shown

_FIELD_NAMES = {
    "unit": "审批单位",
    "case": "项目编号",
    "facts": "项目基本情况",
    "city_payer": "市级承担单位",
    "district_payer": "属地承担单位",
    "digests": "数据指纹",
    "replaces": "替代编号",
    "printed_at": "打印时间",
    "kind": "标题",
    "number": "编号",
    "applicant": "申报单位",
    "credit_code": "统一社会信用代码",
    "district": "属地",
    "project": "项目名称",
    "measure": "支持措施",
    "clause": "政策依据",
    "clause_text": "政策原文",
    "source": "政策文件",
    "guide": "申报指南",
    "checks": "审核情况",
    "derivation": "金额核算",
    "resolution": "会议审定",
    "opinions": "审核审批意见",
    "score": "专家评审",
    "document_number": "文号",
    "sample": "样例说明",
    "head": "抬头",
    "about": "项目情况",
    "received": "收件日期",
    "lacks": "补正内容",
    "days_clause": "补正期限的依据",
    "workdays": "期限的计算",
    "grounds": "理由",
    "meeting": "审定会议",
    "person": "姓名",
    "role": "职务",
    "declarations": "回避声明",
    "points": "核查内容",
    "expert": "专家",
    "experts": "专家",
    "items": "评分指标",
    "full": "满分",
    "total": "总分",
    "state": "评分状态",
    "step": "评分档次",
    "opinion": "评审意见",
    "lines": "明细",
    "rule": "计分办法",
    "date": "会议日期",
    "policy": "政策文件",
    "by": "主持人",
    "second": "复核人",
    "decided": "审定结果",
    "recusals": "回避情况",
    "departures": "与名次不一致的理由",
    "late": "逾期理由",
    "decision_digest": "封存摘要",
    "list_number": "公示名单编号",
    "list_code": "公示名单校验码",
    "withdrawn": "退出情况",
    "base_name": "基数名称",
    "base": "核定基数",
    "rate": "补助比例",
    "cap": "最高限额",
    "steps": "核算过程",
    "payee": "收款户名",
    "bank": "开户银行",
    "account": "银行账号",
    "approval": "项目审批表",
    "held_on": "会议日期",
    "minutes": "纪要文号",
    "reason": "理由",
    "title": "项目名称",
    "entries": "卷内材料",
    "decision": "决定编号",
    "basis": "打印依据",
    "anchor": "锚点",
}
"""What the sheet calls each part, so that a refusal names a place that people find; a fact goes by its own label."""


_ESCAPED = "\\u"
"""How a control character is written in JSON."""


def check_texts(paper: Shown, content: str = "") -> None:
    """Refuse a paper with unprintable characters, naming all of them with the field as the paper calls it.

    `content` is all of it as it is written, where that is known: mostly one look through it is enough.
    """
    if content and _ESCAPED not in content and not any(map(fonts.unprintable, set(content))):
        return
    fonts.refuse(
        list(dict.fromkeys((name, char) for name, text in _texts("", paper) for char in fonts.unprintable(text))),
        paper.head.number,
    )


def _texts(name: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, tuple):
        labelled = len(value) == 2 and isinstance(value[0], str) and isinstance(value[1], str)
        for part in value:
            yield from _texts(value[0] if labelled else name, part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(_FIELD_NAMES.get(field.name, name or field.name), getattr(value, field.name))
