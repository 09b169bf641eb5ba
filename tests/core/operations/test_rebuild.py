"""The record made again from its journal: the same standings and the same papers, and where it is not, said."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from gyga_desk.operations.demo import Demo
from gyga_desk.operations.session import open_session
from gyga_desk.store import open_reader, reads
from tests.core.store.records import unguarded
from tests.core.test_encrypted_year import encrypt
from tests.headless import ADMIN, CHAIR, CLERK, Desk, password_of
from tests.offices import SAMPLES

WHO = "监督员"
BOOK = SAMPLES / "batch-2025-clean.xlsx"


def test_a_whole_year_comes_out_the_same_on_another_machine(demo: Demo, demo_desk: Desk, tmp_path: Path) -> None:
    done = demo_desk.ok("rebuild", tmp_path / "重建", "--workbook", BOOK, who=WHO)
    assert done["ok"] and done["findings"] == [] and done["cells"] > 1000 and done["papers"] >= len(demo.sheets)
    assert demo_desk.at(Path(done["store"])).ok("verify", done["store"], who=WHO)["ok"]
    printed = {hashlib.sha256(sheet.read_bytes()).hexdigest() for sheet in set(demo.sheets) - set(demo.signed)}
    again = {hashlib.sha256(p.read_bytes()).hexdigest() for p in (tmp_path / "重建" / "文书").iterdir()}
    assert printed <= again
    for measure in (3, 6):
        words = ("standings", "--measure", str(measure), "--year", "2025")
        assert demo_desk.at(Path(done["store"])).ok(*words, who=WHO) == demo_desk.ok(*words, who=WHO)
    assert "一致" in (tmp_path / "重建" / "重建核对报告.txt").read_text(encoding="utf-8").splitlines()[-1]


def test_undo_redo_and_a_reopening_are_run_again_too(reviewed: Desk, tmp_path: Path) -> None:
    for word in ("undo", "redo", "undo"):
        reviewed.ok(word, who=CLERK)
    done = reviewed.ok("rebuild", tmp_path / "重建", who=CHAIR)
    assert done["ok"] and done["missing"] == ["batch-2025-clean.xlsx"]


def test_an_encrypted_store_is_made_again_encrypted(filed: Desk, tmp_path: Path) -> None:
    desk = filed.at(encrypt(filed.store))
    done = desk.ok("rebuild", tmp_path / "重建", "--workbook", BOOK, who=CLERK)
    assert done["ok"] and b"SQLite" not in Path(done["store"]).read_bytes()[:16]
    desk.at(Path(done["store"])).ok("cases", who=CLERK)


def test_a_journal_that_was_rewritten_is_told_at_its_step(filed: Desk, tmp_path: Path) -> None:
    with unguarded(filed.store) as db:
        db.execute(
            "UPDATE op_row SET after = replace(after, '贵阳', '遵义') WHERE tbl = 'cases' AND after LIKE '%贵阳%'"
        )
    done = filed.ok("rebuild", tmp_path / "重建", who=CLERK, status=1)
    assert [f["code"] for f in done["findings"]] == ["replay-differs"] and not done["ok"]


def test_a_cell_that_the_source_has_otherwise_is_named(filed: Desk, tmp_path: Path) -> None:
    """A workbook that is not the one that came in, with the record claiming that it is."""
    book = openpyxl.load_workbook(BOOK)
    sheet, head = next((s, r) for s in book for r in s.iter_rows(max_row=5) if "联系人" in [c.value for c in r])
    column = [c.value for c in head].index("联系人") + 1
    place = sheet.cell(head[0].row + 1, column)
    was, place.value = place.value, "别的人"
    changed = tmp_path / BOOK.name
    book.save(changed)
    old, new = (f"sha256:{hashlib.sha256(p.read_bytes()).hexdigest()}" for p in (BOOK, changed))
    session = open_session(filed.store, ADMIN, password_of(ADMIN))
    with session.store.operation("改摘要", ADMIN, session.clock().isoformat()):
        session.db.execute("UPDATE batch SET digest = ? WHERE digest = ?", (new, old))
    session.close()
    done = filed.ok("rebuild", tmp_path / "重建", "--workbook", changed, who=CLERK, status=1)
    assert [f["code"] for f in done["findings"]] == ["cell-differs"]
    assert str(was) in done["findings"][0]["sentence"] and "别的人" in done["findings"][0]["sentence"]
    assert place.coordinate in done["findings"][0]["sentence"]


def test_a_workbook_of_no_batch_is_told(filed: Desk, tmp_path: Path) -> None:
    done = filed.ok("rebuild", tmp_path / "重建", "--workbook", SAMPLES / "batch-2025-messy.xlsx", who=CLERK, status=1)
    assert [f["code"] for f in done["findings"]] == ["workbook-unknown"]


@pytest.mark.parametrize("what", ["file", "full"])
def test_a_place_that_is_taken_is_refused(filed: Desk, tmp_path: Path, what: str) -> None:
    out = tmp_path / "重建"
    if what == "file":
        out.write_text("x")
    else:
        (out / "别的").mkdir(parents=True)
    assert "空文件夹" in filed.refused("rebuild", out, who=CLERK)
    shutil.rmtree(out, ignore_errors=True)


def test_the_journal_alone_is_enough(filed: Desk, tmp_path: Path) -> None:
    """Nothing is taken from the tables: emptied, the record still comes back whole from its journal."""
    before = filed.ok("cases", who=CLERK)
    with unguarded(filed.store) as db:
        db.execute("DELETE FROM mark")
        db.execute("UPDATE cases SET title = 'x'")
    done = filed.ok("rebuild", tmp_path / "重建", who=CLERK, status=1)  # the standings differ from the spoilt ones
    assert {f["code"] for f in done["findings"]} == {"standings-differ"}
    assert filed.at(Path(done["store"])).ok("cases", who=CLERK) == before
    reader = open_reader(Path(done["store"]))
    assert json.dumps([b.file for b in reads.batches(reader)]) == json.dumps([BOOK.name])
    reader.close()
