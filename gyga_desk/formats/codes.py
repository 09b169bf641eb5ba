"""统一社会信用代码 as people write it: cleaned, checked by GB 32100, with a proposal where a letter was mistaken."""

from __future__ import annotations

import re
from operator import mul

from gyga_desk.formats.figures import Remark, squeeze
from gyga_desk.formats.raw import RawCell, RawKind
from gyga_desk.model import Choice, FactValue, Severity

LENGTH = 18
_MISTAKEN = {"O": "0", "I": "1", "S": "5", "Z": "2"}
"""Letters no code has, and the digits they are mistaken for."""
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_SHAPE = re.compile(rf"[0-9]{{8}}[{_ALPHABET}]{{10}}")
_LABEL = re.compile(r"^(?:统一社会)?信用代码:?")


def is_valid(code: str) -> bool:
    """Whether the code has the shape and the check digit of GB 32100; python-stdnum says the same, ten times slower."""
    if not _SHAPE.fullmatch(code):
        return False
    total = sum(map(mul, _WEIGHTS, map(_VALUES.__getitem__, code)))
    return _ALPHABET[-total % 31] == code[-1]


def read_code(raw: RawCell) -> tuple[FactValue, list[Remark]]:
    """The code in capital letters without blanks; a doubtful one is kept as written, with a question or an error."""
    if raw.kind is not RawKind.TEXT:
        return None, [_lost()]
    flat = _LABEL.sub("", squeeze(raw.text)) or squeeze(raw.text)
    code = flat.upper().replace("-", "").replace("'", "").replace("‘", "").replace("’", "")
    if re.fullmatch(r"[0-9.]+E\+?[0-9]+", code) or (code.replace(".", "").isdigit() and "." in code):
        return None, [_lost()]
    if is_valid(code):
        return code, [] if code == raw.text.strip() else [_tidied(raw.text, code)]
    return code, [_wrong(code, flat)]


def _tidied(written: str, code: str) -> Remark:
    return Remark("code-tidied", Severity.NOTE, f"“{written.strip()}”读作 {code}，校验通过。")


def _lost() -> Remark:
    return Remark(
        "code-digits-lost",
        Severity.ERROR,
        "代码被存成了数字，末几位已丢失。请把单元格设为文本格式，对照营业执照重新填写18位代码。",
    )


def _wrong(code: str, written: str) -> Remark:
    proposals = propose(written)
    if proposals:
        sentence = f"统一社会信用代码校验不通过，疑为 {proposals[0]}（代码中没有字母 I、O、S、Z）。请对照营业执照确认。"
        return Remark("credit-code", Severity.ASK, sentence, tuple(_proposed(found, written) for found in proposals))
    if len(code) != LENGTH:
        return Remark(
            "credit-code", Severity.ERROR, f"统一社会信用代码应为18位，现为{len(code)}位。请对照营业执照更正。"
        )
    return Remark("credit-code", Severity.ERROR, "统一社会信用代码校验不通过。请对照营业执照更正。")


def _proposed(code: str, written: str) -> Choice:
    slips = [
        f"第{at}位“{old}”改为“{new}”"
        for at, (old, new) in enumerate(zip(written, code, strict=True), 1)
        if old.upper() != new
    ]
    return Choice("proposed", f"按 {code} 读", code, f"{'，'.join(slips)}后，校验位相符")


def propose(code: str) -> list[str]:
    """The valid codes that come of undoing mistaken letters; none if there is no such letter or the check digit fails."""
    if len(code) != LENGTH:
        return []
    large = "".join(_MISTAKEN.get(letter, letter) for letter in code.upper())
    ell = "".join(_MISTAKEN.get(letter, letter) for letter in code.replace("l", "1").upper())
    return [found for found in dict.fromkeys((large, ell)) if found != code.upper() and is_valid(found)]
