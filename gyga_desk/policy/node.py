"""One TOML table being read: every key is asked for by name and type, and what nobody asked for is an error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from gyga_desk.errors import PolicyError
from gyga_desk.money import exact_fen
from gyga_desk.policy import NONE, UNSET, Absent

T = TypeVar("T")

_KINDS: dict[type, str] = {
    str: "文字",
    int: "整数",
    bool: "true 或 false",
    date: "日期",
    list: "列表",
    dict: "表",
    Decimal: "数字",
}


class Node:
    """A table with its file and path, so that each refusal names file, place and key."""

    def __init__(self, data: Mapping[str, Any], file: str, path: str = "") -> None:
        self.file, self.path = file, path
        self._data = dict(data)
        self._asked: set[str] = set()

    def fault(self, key: str, reason: str) -> PolicyError:
        place = f"{self.path}.{key}" if self.path else key
        return PolicyError(
            "政策文件 {file} 的“{key}”{reason}；请更正后重新载入。", file=self.file, key=place, reason=reason
        )

    def has(self, key: str) -> bool:
        return key in self._data

    def raw(self, key: str) -> Any:
        self._asked.add(key)
        if key not in self._data:
            raise self.fault(key, "没有填写")
        return self._data[key]

    def take(self, key: str, kind: type[T]) -> T:
        value = self.raw(key)
        odd = (kind is int and isinstance(value, bool)) or (kind is date and isinstance(value, datetime))
        if odd or not isinstance(value, kind):
            raise self.fault(key, f"应为{_KINDS[kind]}")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        if default is not None and not self.has(key):
            return default
        return self.take(key, str)

    def filled(self, key: str) -> str:
        value = self.take(key, str).strip()
        if not value:
            raise self.fault(key, "是空的")
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts; a missing key is an empty list."""
        if not self.has(key):
            return ()
        values = self.take(key, list)
        if not all(isinstance(v, str) for v in values):
            raise self.fault(key, "应为文字的列表")
        return tuple(values)

    def word(self, key: str, allowed: Sequence[str]) -> str:
        value = self.take(key, str)
        if value not in allowed:
            raise self.fault(key, f"的“{value}”不认识（可用：{'、'.join(allowed)}）")
        return value

    def absent(self, key: str) -> Absent | None:
        """UNSET or NONE where the key says so; a missing key is a fault, never an absence."""
        value = self.raw(key)
        return UNSET if value == "unset" else NONE if value == "none" else None

    def number(self, key: str) -> Decimal | Absent:
        absent = self.absent(key)
        return absent if absent is not None else self.decimal(key)

    def decimal(self, key: str) -> Decimal:
        value = self.raw(key)
        if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
            raise self.fault(key, "应为数字，或写 unset（条文未定）、none（条文明示没有）")
        if not Decimal(value).is_finite():
            raise self.fault(key, "应为有限的数字")
        return Decimal(value)

    def positive(self, key: str) -> Decimal:
        value = self.decimal(key)
        if value <= 0:
            raise self.fault(key, "应大于 0")
        return value

    def rate(self, key: str) -> Decimal | Absent:
        value = self.number(key)
        if isinstance(value, Decimal) and not 0 < value <= 1:
            raise self.fault(key, "应在 0 与 1 之间")
        return value

    def count(self, key: str) -> int | Absent:
        absent = self.absent(key)
        if absent is not None:
            return absent
        value = self.take(key, int)
        if value < 1:
            raise self.fault(key, "应为正整数")
        return value

    def fen(self, key: str) -> int:
        fen = exact_fen(self.decimal(key))
        if fen is None or fen < 0:
            raise self.fault(key, "应为以元计的金额，至多两位小数")
        return fen

    def money(self, key: str) -> int | Absent:
        absent = self.absent(key)
        return absent if absent is not None else self.fen(key)

    def day(self, key: str) -> date | Absent:
        absent = self.absent(key)
        return absent if absent is not None else self.take(key, date)

    def table(self, key: str) -> Node:
        return Node(self.take(key, dict), self.file, f"{self.path}.{key}" if self.path else key)

    def tables(self, key: str) -> Iterator[Node]:
        """The tables of `[[key]]`; a missing key is none."""
        for number, value in enumerate(self.take(key, list) if self.has(key) else [], 1):
            name = value.get("id", number) if isinstance(value, dict) else number
            path = f"{self.path + '.' if self.path else ''}{key}[{name}]"
            if not isinstance(value, dict):
                raise self.fault(key, "应为表的列表")
            yield Node(value, self.file, path)

    def values(self) -> dict[str, Any]:
        """Everything the table holds, asked for or not."""
        return dict(self._data)

    def done(self) -> None:
        """Refuses what nobody asked for."""
        for key in self._data:
            if key not in self._asked:
                raise self.fault(key, "不认识")
