"""Checking a dossier: by the very script that lies in it, and against the record where that is at hand."""

from __future__ import annotations

import importlib.util
import json
import sqlite3
import zipfile
from contextlib import closing, nullcontext
from pathlib import Path
from types import ModuleType

from gyga_desk import places
from gyga_desk.errors import Refused, StoreError
from gyga_desk.operations.papers import VerifyFinding, VerifyResult
from gyga_desk.store import open_reader, reads


def is_dossier(path: Path) -> bool:
    """Whether a folder or a zip is meant to be one, sound or not; raises `Refused` for a folder that holds nothing of one."""
    if path.is_dir() and not any((path / name).exists() for name in ("清单.json", "SHA256SUMS.txt", "核验.py")):
        raise Refused("{name} 不是案卷文件夹；请选案卷的 zip 文件，或解开后的整个文件夹。", name=path.name)
    return path.is_dir() or zipfile.is_zipfile(path)


def check_dossier(path: Path, record: Path | sqlite3.Connection) -> tuple[VerifyResult, list[str]]:
    """What is wrong, and sentences on what was found right; the record is asked where it is the one the dossier is of.

    `record` is a data file, which may be missing or encrypted, or one that is open.
    """
    script = _script()
    wrong, right = script.check(path)
    found = [VerifyFinding("dossier", sentence) for sentence in wrong]
    if not wrong:
        told, sentence = _against_record(script, path, record)
        found += told
        right += [sentence] if sentence else []
    return VerifyResult(not found, tuple(found)), right


def _script() -> ModuleType:
    """Never the one in the dossier: that one could say anything."""
    spec = importlib.util.spec_from_file_location("gyga_dossier_check", places.resources() / "dossier" / "check.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_ALONE = "手边没有这份案卷的数据文件，或数据文件加密存放；没有与数据文件对照。"


def _against_record(
    script: ModuleType, path: Path, record: Path | sqlite3.Connection
) -> tuple[list[VerifyFinding], str]:
    """Each step's digest against the journal's, which also covers what lies outside the dossier's reach."""
    dossier = script.open_dossier(path)
    manifest = json.loads(dossier.read(script.MANIFEST))
    steps = [json.loads(line) for line in dossier.read(script.TRAIL).decode().splitlines()]
    try:
        held = closing(open_reader(record)) if isinstance(record, Path) else nullcontext(record)
    except StoreError:
        return [], _ALONE
    with held as db:
        if reads.meta(db).get("id") != manifest["record"]["store"]:
            return [], _ALONE
        known = dict(db.execute("SELECT id, digest FROM op"))
    odd = [s["id"] for s in steps if known.get(s["id"]) != s["digest"]]
    found = [VerifyFinding("dossier-record", f"操作记录第 {n} 步与数据文件中的不同。") for n in odd[:1]]
    return found, "" if odd else f"操作记录 {len(steps)} 步的摘要与数据文件逐一相符。"
