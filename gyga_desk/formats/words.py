"""Words in cells: text made tidy, yes and no in the words people use, and choices from a list."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from gyga_desk.formats.figures import Remark, squeeze
from gyga_desk.model import Choice, Column, FactValue, Severity

Read = tuple[FactValue, list[Remark]]
YES = frozenset(("是", "有", "√", "✓", "✔", "☑", "Y", "YES", "TRUE", "T", "1", "对", "已提供", "已提交"))
NO = frozenset(
    ("否", "无", "×", "✗", "✘", "X", "N", "NO", "FALSE", "F", "0", "错", "没有", "未提供", "未提交", "不是", "非")
)
_SAYS_NO = re.compile(r"(?:不(?:是|属于|涉及|包含|含|存在|适用于)|未|没有?|无(?!异议|误|问题|不良|违|失信)|非).{0,6}")
_SAYS_YES = re.compile(r"(?:已经?(?!过期|失效|作废|撤|注销|取消).{1,6}|属于|涉及|包含|含有|存在|具备|齐全)")
_EXPLAINED = re.compile(r"(是|有|否|无|√|×)[,;:。.、(\[].*")
_TICKED, _EMPTY = "☑√✓✔■☒●⊙", "□○☐〇口"
_MARK_FIRST = re.compile(rf"([{_TICKED}{_EMPTY}])(是|否|有|无)")
_WORD_FIRST = re.compile(rf"(是|否|有|无)([{_TICKED}{_EMPTY}])?")
_NAME_HEADER = re.compile(r"(名称|单位|主体|户名|代表人|联系人|企业|机构|使用方|提供方|服务方)$")
_STAMP = re.compile(r"\((?:盖章|公章|加盖公章|签章|单位公章|盖公章)\)$")
_HAN_GAP = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")
_HALF_WIDTH: dict[int, int | None] = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_HALF_WIDTH |= {0xFF08: 0x28, 0xFF09: 0x29, 0xFF0D: 0x2D, 0xA0: 0x20, 0x3000: 0x20, 0x200B: None, 0xFEFF: None}
"""Digits, letters, brackets, hyphen and blanks; commas and full stops stay Chinese."""
_OTHER = re.compile(r"其[他它]")
_OPPOSITE = re.compile(r"[非不未无没]")
_PLACES = re.compile(r"(?:中国)?(?:贵州省?)?(?:贵阳市?)?(?:国家级?)?")
_LONGEST_CHOICE = 200
_KIND_WORDS = frozenset(("", "类", "型", "类型", "领域", "行业", "级", "单位", "环节", "轮次", "阶段", "方", "期"))


def plain(text: str) -> str:
    """Letters, digits and brackets half-width, blanks joined, ends trimmed; other punctuation as written."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_HALF_WIDTH).split())


def tidy(text: str, header: str) -> str:
    """Words as they are compared; a name has neither blanks between its characters nor the place of a stamp behind it."""
    text = plain(text)
    return _STAMP.sub("", _HAN_GAP.sub("", text)).strip() if _NAME_HEADER.search(header) else text


def read_words(written: str, column: Column) -> Read:
    text = tidy(written, column.header)
    if text == written:
        return written, []
    if "".join(text.split()) == "".join(written.split()):
        return text, [Remark("text-tidied", Severity.NOTE, "去掉了多余的空格或换行。")]
    return text, [Remark("text-tidied", Severity.NOTE, f"全角字符、空格或盖章字样已整理，读作“{text}”。")]


def read_bool(written: str) -> Read:
    """Yes or no in one way only; words around it are said, boxes are read by their ticks."""
    text = squeeze(written).upper()
    if text in YES:
        return True, []
    if text in NO:
        return False, []
    meant = _meant(text)
    if meant is None:
        return None, [Remark("bool", Severity.ERROR, "应填写“是”或“否”。")]
    return meant, [Remark("bool-text", Severity.NOTE, f"“{plain(written)}”读作“{'是' if meant else '否'}”。")]


def _meant(text: str) -> bool | None:
    boxes = _boxes(text)
    if boxes:
        ticked = [word for word, mark in boxes if mark]
        return ticked[0] in "是有" if len(ticked) == 1 else None
    if found := _EXPLAINED.fullmatch(text):
        return found[1] in "是有√"
    if _SAYS_NO.fullmatch(text):
        return False
    return True if _SAYS_YES.fullmatch(text) else None


def _boxes(text: str) -> list[tuple[str, bool]]:
    """`☑是 □否` → (是, ticked), (否, not); nothing where the text is no such row of boxes."""
    flat = re.sub(r"[/、,;()\[\]]", "", text)
    if not any(sign in flat for sign in _TICKED + _EMPTY):
        return []
    first = flat[0] in _TICKED + _EMPTY
    found = list((_MARK_FIRST if first else _WORD_FIRST).finditer(flat))
    if "".join(m[0] for m in found) != flat or len(found) < 2:
        return []
    return [(m[2], m[1] in _TICKED) if first else (m[1], (m[2] or "□") in _TICKED) for m in found]


def read_choice(written: str, column: Column) -> Read:
    """The option meant; what is only like one is read where nothing else is, and asked about otherwise."""
    text = squeeze(written)
    option = _option(text, column)
    if option is not None:
        return option, []
    near = near_options(text, column.options)
    if len(near) == 1 and _is_short_for(text, near[0]):
        return near[0], [Remark("enum-text", Severity.NOTE, f"“{plain(written)}”读作“{near[0]}”。")]
    listed = "、".join(column.options)
    sentence = f"“{plain(written)}”不在可选范围内{_hint(near)}。请从以下各项中选填：{listed}。"
    if not near:
        return None, [Remark("enum", Severity.ERROR, sentence)]
    choices = tuple(
        Choice(f"option-{column.options.index(option) + 1}", f"选“{option}”", option, f"与所填“{plain(written)}”相近")
        for option in near
    )
    return None, [Remark("enum", Severity.ASK, sentence, choices)]


def _hint(near: Sequence[str]) -> str:
    return f"，是否为{'或'.join(f'“{option}”' for option in near)}" if near else ""


def near_options(text: str, options: Sequence[str]) -> list[str]:
    """Options that hold the text or stand in it, places before them left out; none where the text denies something."""
    bare = _core(re.sub(r"[(\[].*?[)\]]", "", text))
    if not bare or _OPPOSITE.search(bare):
        return []
    return [known for known in options if _like(bare, _core(known))]


def _core(text: str) -> str:
    """The text without the city and province before it: 贵阳 alone is none of the districts."""
    found = _PLACES.match(text)
    return text[found.end() :] if found else text


def _like(bare: str, known: str) -> bool:
    return bare in known or known in bare or _in_order(bare, known) or _in_order(known, bare)


def _in_order(text: str, option: str) -> bool:
    """Whether the text is the option with some of its characters left out, as in 经开区 for 经济技术开发区."""
    if len(text) < 2 or text[0] != option[0]:
        return False
    signs = iter(option)
    return all(sign in signs for sign in text)


def _is_short_for(text: str, option: str) -> bool:
    """Whether it is a short name that begins as the option does, or the option with a class word or a bracket behind it."""
    bare, known = _core(re.sub(r"[(\[].*?[)\]]", "", text)), _core(option)
    if len(bare) <= len(known):
        return len(bare) >= 2 and _in_order(bare, known)
    return bare.startswith(known) and bare[len(known) :] in _KIND_WORDS


def _option(text: str, column: Column) -> str | None:
    """The option meant; 其他 may be followed by words of explanation, which are kept."""
    if not column.options:
        return text
    for option in column.options:
        if squeeze(option).casefold() == text.casefold():
            return option
    other = _OTHER.match(text)
    return f"其他{text[2:]}" if "其他" in column.options and other else None


def read_choices(written: str, column: Column) -> Read:
    """Several options, parted by any sign people part them with."""
    text = squeeze(written.replace("\n", ";"))
    pieces = [piece for piece in re.split(r"[;、,/|+和及。]", text) if piece]
    options = [_option(piece, column) for piece in pieces]
    unknown = [piece for piece, option in zip(pieces, options, strict=True) if option is None]
    if unknown or not pieces:
        listed = "、".join(column.options)
        said = "、".join(unknown) or plain(written)
        sentence = f"“{said}”不在可选范围内。请从以下各项中选填，用分号隔开：{listed}。"
        return None, [Remark("enum", Severity.ERROR, sentence)]
    value = ";".join(dict.fromkeys(option for option in options if option))
    same = re.sub(r"[;；]", ";", written.strip()) == value
    return value, [] if same else [Remark("enum-text", Severity.NOTE, f"“{plain(written)}”读作“{value}”。")]
