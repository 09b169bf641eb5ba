"""Header words: made comparable, and matched to the columns an edition declares."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from gyga_desk.formats.figures import FOREIGN, foreign_in, squeeze
from gyga_desk.model import Column, ColumnType

_MONEY_WORD = r"(千万元|百万元|千元|万元|亿元|元|圆)"
_BRACKETS = re.compile(r"[(\[{【〔〈<].*?[)\]}】〕〉>]")
_IN_BRACKETS = re.compile(r"[(\[{【〔〈<](.*?)[)\]}】〕〉>]")
_UNIT_SAID = re.compile(rf"(?:金额)?(?:计量)?(?:单位)?[::为]?(?:人民币)?[::]?{_MONEY_WORD}(?:人民币)?")
_UNIT_BEHIND = re.compile(
    rf"(?:[,、/_;|-]?(?:金额|货币)?单位[::](?:人民币)?|[,、/_;|:-]|(?<=.)(?=千万元|百万元|千元|万元|亿元)){_MONEY_WORD}$"
)
_COUNT_WORD = re.compile(r"[(\[](?:单位[::]?)?(万|亿)(?!元)[\u4e00-\u9fff]{0,2}[)\]]")
_FILLER = re.compile(
    r"必填|选填|必填项|小写|盖章|公章|加盖公章|签章|保留[一二两12]位小数|人民币|下拉选择|单选|多选|可多选|如有|若有|是/否|全称|填写全称|单位全称"
    r"|18位|自动计算|数字|文本格式|日期格式|年月日|年/月/日|yyyy-mm-dd|yyyy/mm/dd|格式[::].*|与营业执照一致|以营业执照为准|[0-9]{1,2}|[①-⑳]"
)
_DECORATION = re.compile(r"^[*★※●▲#☆◆]+|[*★※●▲#☆◆::]+$")
LONGEST_HEADER = 200
"""What is longer is compared by its beginning; no header is, and patterns on long texts cost time."""
_NUMBERING = re.compile(
    r"^(?:[0-9]{1,2}[.、](?![0-9])|[(][0-9一二三四五六七八九十]{1,2}[)]|[一二三四五六七八九十]{1,2}、|[①-⑳])"
)
UNIT_WORDS = frozenset((
    "元", "万元", "亿元", "千元", "人", "个", "家", "份", "笔", "次", "项", "台", "套", "条", "年", "分", "%", "位", "户", "天", "月", "年月日", "—", "-", "——", "/",
    "人次", "万人", "万次", "是/否", "文本", "日期", "GB", "TB", "卡时",
))  # fmt: skip
"""What a line of units below the header consists of."""


@dataclass(frozen=True)
class Label:
    """One header as written and as compared."""

    text: str
    """As a person reads it, without line breaks; for a column nobody knows, with the group above it."""
    key: str
    unit: str
    """The money unit it names, a foreign currency, or nothing."""
    count: str = ""
    """万 or 亿, where things are counted in them."""


@lru_cache(maxsize=8_192)
def compare_key(text: str) -> str:
    """Header text without blanks, units, stars and numbering; brackets half-width, letters small."""
    flat = _NUMBERING.sub("", _DECORATION.sub("", squeeze(text[:LONGEST_HEADER])))
    key = _IN_BRACKETS.sub(_bracket_kept, _UNIT_BEHIND.sub("", flat))
    return _NUMBERING.sub("", _DECORATION.sub("", key)).casefold().replace("其中:", "其中")


def _bracket_kept(found: re.Match[str]) -> str:
    """A bracket without what says only unit or form; 不含税 and the like stay."""
    if _FILLER.fullmatch(found[1].casefold()):
        return ""
    parts = [part for part in re.split(r"[,、;:/]|(?<=元)(?=[^/])", _UNIT_SAID.sub("", found[1])) if part]
    kept = [
        part for part in parts if not _FILLER.fullmatch(part.casefold()) and part not in ("单位", "金额单位", "金额")
    ]
    if found[1] and not kept:
        return ""
    return f"({','.join(kept)})" if len(kept) < len(parts) or _UNIT_SAID.search(found[1]) else f"({found[1]})"


@lru_cache(maxsize=8_192)
def unit_of(text: str) -> str:
    """The money unit a header names, a foreign currency, or nothing."""
    flat = squeeze(text[:LONGEST_HEADER])
    for inside in _IN_BRACKETS.findall(flat):
        if currency := foreign_in(inside):
            return currency
        for part in re.split(r"[,、;/]", inside):
            if found := _UNIT_SAID.fullmatch(part):
                return found[1].replace("圆", "元")
    if currency := next((word for word in FOREIGN if flat.endswith(word)), ""):
        return currency
    found = _UNIT_BEHIND.search(flat) or re.fullmatch(_MONEY_WORD, flat)
    return found[1].replace("圆", "元") if found else ""


def count_of(text: str) -> str:
    """万 or 亿, where a header counts things in them: `服务用户数(万人)`."""
    found = _COUNT_WORD.search(squeeze(text[:LONGEST_HEADER]))
    return found[1] if found else ""


def make_label(groups: Sequence[str], own: str, *, known: bool) -> Label:
    """The label of a column from its own header and the groups above it."""
    named = own if compare_key(own) else (groups[-1] if groups else own)
    words = [named] if known else [*groups, own]
    unit = next(filter(None, map(unit_of, (own, *reversed(groups)))), "")
    count = next(filter(None, map(count_of, (own, *reversed(groups)))), "")
    return Label("/".join(re.sub(r"\s+", "", word) for word in words), compare_key(named), unit, count)


class Names:
    """Every name the columns of one plan answer to."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._exact: dict[str, Column] = {}
        self._loose: dict[str, list[Column]] = {}
        self.columns = tuple(columns)
        for column in columns:
            self._exact.setdefault(compare_key(column.header), column)
        for column in columns:  # what is one column's name is no other's alias
            for name in column.aliases:
                self._exact.setdefault(compare_key(name), column)
        for column in columns:
            for key in {_BRACKETS.sub("", compare_key(name)) for name in (column.header, *column.aliases)}:
                self._loose.setdefault(key, []).append(column)

    def find(self, parent: str, own: str) -> Column | None:
        """The column a header means: group and header together, the header alone, then without its brackets."""
        for name in (parent + own, f"{parent}({own})", own) if parent else (own,):
            key = compare_key(name)
            found = self._exact.get(key) if key else None
            if found:
                return found
        key = compare_key(own)
        bare = _BRACKETS.sub("", key)
        if bare != key:
            return self._exact.get(bare)
        meant = self._loose.get(key, [])
        return meant[0] if key and len(meant) == 1 else self._one_of(key)

    def _one_of(self, key: str) -> Column | None:
        """`统一社会信用代码/组织机构代码`: the one of several names that is known; an amount under two names stays open."""
        found = [self._exact[part] for part in key.split("/") if part in self._exact] if "/" in key else []
        return found[0] if len(found) == 1 and found[0].type is not ColumnType.MONEY else None

    def like(self, column: Column, header: str) -> float:
        """How much a header looks like one of the column's names, from 0 to 1."""
        key = compare_key(header)
        names = (compare_key(name) for name in (column.header, *column.aliases))
        return max(SequenceMatcher(None, name, key).ratio() for name in names)

    def written(self) -> frozenset[bytes]:
        """The names as they may stand in a file, for a quick look over many rows."""
        return frozenset(name.encode() for c in self.columns for name in (c.header, *c.aliases))


def weigh(plans: Mapping[int, Sequence[Column]]) -> dict[int, dict[str, float]]:
    """How much each column says about whose sheet it is: one that every measure has says little."""
    seen: dict[str, int] = {}
    for columns in plans.values():
        for column in columns:
            seen[compare_key(column.header)] = seen.get(compare_key(column.header), 0) + 1
    return {
        measure: {column.id: 1 / seen[compare_key(column.header)] for column in columns}
        for measure, columns in plans.items()
    }
