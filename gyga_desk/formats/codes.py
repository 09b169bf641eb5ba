"""统一社会信用代码 as people write it: cleaned, checked by GB 32100, with a proposal where a letter was mistaken."""

from __future__ import annotations

from stdnum.cn import uscc

from gyga_desk.formats.figures import Remark, squeeze
from gyga_desk.formats.raw import RawCell, RawKind
from gyga_desk.model import FactValue, Severity

_MISTAKEN = {"O": "0", "I": "1", "S": "5", "Z": "2"}
"""Letters no code has, and the digits they are mistaken for."""


def read_code(raw: RawCell) -> tuple[FactValue, list[Remark]]:
    """The code in capital letters without blanks; a doubtful one is kept, with an error beside it."""
    if raw.kind is not RawKind.TEXT:
        return None, [_lost()]
    code = squeeze(raw.text).upper().replace("-", "").replace("'", "")
    if "E+" in code or (code.replace(".", "").isdigit() and "." in code):
        return None, [_lost()]
    if uscc.is_valid(code):
        return code, []
    return code, [("credit-code", Severity.ERROR, _wrong(code))]


def _lost() -> Remark:
    return (
        "code-digits-lost",
        Severity.ERROR,
        "代码被存成了数字，末几位已丢失。请把单元格设为文本格式，对照营业执照重新填写18位代码。",
    )


def _wrong(code: str) -> str:
    proposals = propose(code)
    if len(proposals) == 1:
        return (
            f"统一社会信用代码校验不通过，疑为 {proposals[0]}（字母 O、I、S、Z 不用于代码）。请对照营业执照确认后更正。"
        )
    if len(code) != 18:
        return f"统一社会信用代码应为18位，现为{len(code)}位。请对照营业执照更正。"
    return "统一社会信用代码校验不通过。请对照营业执照更正。"


def propose(code: str) -> list[str]:
    """The valid codes that come of undoing mistaken letters; none if there is no such letter."""
    if len(code) != 18 or not any(letter in code for letter in _MISTAKEN):
        return []
    fixed = "".join(_MISTAKEN.get(letter, letter) for letter in code)
    return [fixed] if uscc.is_valid(fixed) else []
