"""Before anything is drawn: every text of a paper is looked through for characters that no face can print."""

from __future__ import annotations

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
}
"""What the sheet calls each part, so that a refusal names a place that people find; a fact goes by its own label."""


def check_texts(paper: Shown) -> None:
    """Refuse a paper with unprintable characters, naming all of them with the field as the paper calls it."""
    fonts.refuse(
        list(dict.fromkeys((name, char) for name, text in _texts("", paper) for char in fonts.unprintable(text))),
        paper.head.number,
    )


def _texts(name: str, value: object) -> list[tuple[str, str]]:
    if isinstance(value, str):
        return [(name, value)]
    if isinstance(value, tuple):
        labelled = len(value) == 2 and all(isinstance(part, str) for part in value)
        return [pair for part in value for pair in _texts(value[0] if labelled else name, part)]
    if is_dataclass(value):
        return [
            pair
            for f in fields(value)
            for pair in _texts(_FIELD_NAMES.get(f.name, name or f.name), getattr(value, f.name))
        ]
    return []
