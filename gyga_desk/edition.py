"""The policy that a store carries, and its measures by number: what every command asks first, without the rules or standings."""

from __future__ import annotations

import sqlite3
from functools import lru_cache

from gyga_desk.errors import PolicyError, Refused
from gyga_desk.policy import Edition, Measure
from gyga_desk.policy.load import load_edition
from gyga_desk.store import reads

GUIDE_FILE = "guide.toml"


def edition_of(db: sqlite3.Connection) -> Edition:
    """The edition and guide that the store carries; a program's newer files change nothing in it."""
    edition = _understood(tuple(reads.edition_texts(db).items()))
    if edition.digest != reads.meta(db)["edition_digest"]:
        raise PolicyError("数据文件中的政策文本与建立时不一致；请先核验数据文件，并用备份恢复。")
    return edition


@lru_cache(maxsize=8)
def _understood(named: tuple[tuple[str, str], ...]) -> Edition:
    """Texts by name, read once while they stay the same: every act asks anew what the store carries."""
    texts = dict(named)
    guide = texts.pop(GUIDE_FILE, None)
    return load_edition(texts, guide, GUIDE_FILE)


def measure_of(edition: Edition, number: int) -> Measure:
    measure = edition.measure(number)
    if measure is None:
        raise Refused("政策没有措施{number}；可用 1 至 {most}。", number=number, most=len(edition.measures))
    return measure
