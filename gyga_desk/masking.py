"""Personal data as lists, tables and exports show it: enough to tell two people apart, too little to reach either.

Which columns are personal is the edition's word (`personal` at the column); columns that the edition does not know are
judged by their header. Seeing the whole is an operation of its own, with its reason in the journal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from gyga_desk.model import Case, Column, Fact, Personal

HIDDEN = "*"
_HEADERS = (
    (re.compile("身份证|证件号|护照"), Personal.IDENTITY),
    (re.compile("手机|电话|联系方式|传真"), Personal.PHONE),
    (re.compile("账号|帐号|卡号|银行账户"), Personal.ACCOUNT),
    (re.compile("邮箱|电子邮件|(?i:e-?mail)"), Personal.MAIL),
    (re.compile("联系人|经办人|负责人姓名"), Personal.NAME),
)
_SHOWN = {Personal.PHONE: (3, 4), Personal.IDENTITY: (4, 2), Personal.ACCOUNT: (0, 4)}
"""How many signs stay at the beginning and at the end."""


def kind_of(header: str) -> Personal | None:
    """What a column that the edition does not know holds, by its header; None for nothing personal."""
    return next((kind for pattern, kind in _HEADERS if pattern.search(header)), None)


def cover(text: str, kind: Personal) -> str:
    """The text with what tells the person hidden."""
    if kind is Personal.MAIL and "@" in text:
        name, _, host = text.rpartition("@")
        return f"{cover(name, Personal.NAME)}@{host}"
    if kind in (Personal.NAME, Personal.MAIL):
        return text[:1] + HIDDEN * max(len(text) - 1, 1) if text else text
    first, last = _SHOWN[kind]
    if len(text) <= first + last:
        return HIDDEN * len(text)
    return text[:first] + HIDDEN * (len(text) - first - last) + (text[-last:] if last else "")


def covered(fact: Fact, kind: Personal) -> Fact:
    """A fact whose cell is shown without the person; what was settled about it may quote the cell, and goes too."""
    value = cover(fact.value, kind) if isinstance(fact.value, str) else None if fact.value is None else HIDDEN
    return replace(fact, raw=cover(fact.raw, kind), value=value, settled=HIDDEN if fact.settled else "")


def kind_in(columns: Mapping[str, Column], column: str, fact: Fact) -> Personal | None:
    """What a fact's column holds; None for nothing personal."""
    known = columns.get(column)
    return known.personal if known else kind_of(fact.header or column)


def masked(case: Case, columns: Mapping[str, Column]) -> Case:
    """The case as lists show it; `columns` are its measure's, by id."""
    kinds = {column: kind_in(columns, column, fact) for column, fact in case.facts.items()}
    facts = {c: covered(fact, kind) if (kind := kinds[c]) else fact for c, fact in case.facts.items()}
    return replace(case, facts=facts)
