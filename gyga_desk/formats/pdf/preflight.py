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
