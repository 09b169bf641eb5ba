"""Reading in a process of its own: foreign files, hostile files, stopping, and nothing left behind."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gyga_desk.errors import Cancelled, WorkbookError
from gyga_desk.formats import child, reading
from gyga_desk.formats.raw import Merge, RawCell, RawKind, RawRow
from tests.core.formats.makers import ods_bytes, workbook_bytes, zipped

HERE = Path(__file__).parent
ROWS = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 2_001))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def write(folder: Path, data: bytes, name: str = "申报表.xlsx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def no_child_is_left() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return True
    return False


def test_a_workbook_comes_back_whole(tmp_path: Path) -> None:
    path = write(tmp_path, workbook_bytes(ROWS))
    seen: list[tuple[int, int, str]] = []
    book = child.read(path, lambda done, total, what="": seen.append((done, total, what)))
    assert book.kind == "xlsx"
    assert book.digest == "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()
    assert [(sheet.name, sheet.state, len(sheet.packed)) for sheet in book.sheets] == [("表", "visible", 2_000)]
    assert next(book.sheets[0].rows()) == RawRow(1, {1: RawCell("1", RawKind.NUMBER)})
    done = [done for done, _, _ in seen]
    assert done == sorted(done)
    assert seen[-1][0] == seen[-1][1] > 0
    assert no_child_is_left()


def test_stopping_ends_the_reading_process(tmp_path: Path) -> None:
    def stop(done: int, total: int, what: str = "") -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        child.read(write(tmp_path, workbook_bytes(ROWS)), stop)
    assert no_child_is_left()


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空的"),
        (bytes(4096), "空的"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "图片"),
        (b"\x01\x02\x00\x03", "其他文件"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "XML"),
        (OLE + bytes(600) + "Workbook".encode("utf-16-le"), "损坏"),
        (zipped({"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}), "文字文档"),
        (zipped({"照片.jpg": "x"}), "压缩包"),
        (workbook_bytes(ROWS)[:5_000], "不完整"),
        (b"PK\x03\x04" + bytes(50), "不完整"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_workbook_is_said_in_one_sentence(tmp_path: Path, data: bytes, word: str) -> None:
    with pytest.raises(WorkbookError) as refused:
        child.read(write(tmp_path, data))
    sentence = str(refused.value)
    assert word in sentence
    assert "申报表.xlsx" in sentence
    assert sentence.endswith("。")


def test_a_refusal_inside_carries_the_files_name(tmp_path: Path) -> None:
    row = '<row r="1"><c r="A1"><v>7</v></c><c r="A1"><v>5</v></c></row>'
    with pytest.raises(WorkbookError, match=r"“申报表\.xlsx”工作表“表” A1 写法有误"):
        child.read(write(tmp_path, workbook_bytes(row)))


def test_a_file_that_kills_its_reader_is_a_sentence_here(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    with pytest.raises(WorkbookError) as refused:
        child.read(write(tmp_path, ods_bytes(row), "大.ods"))
    assert "“大.ods”" in str(refused.value)
    assert no_child_is_left()


def test_a_reader_that_dies_silently_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = [sys.executable, "-c", "import os, sys; sys.stderr.write('last words'); sys.stderr.flush(); os.abort()"]
    monkeypatch.setattr(child, "child_command", lambda: broken)
    with pytest.raises(WorkbookError, match="已被系统中止") as refused:
        child.read(write(tmp_path, workbook_bytes(ROWS)))
    assert "last words" in "".join(refused.value.__notes__)


def test_missing_and_oversized_files(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="文件不存在"):
        child.read(tmp_path / "无.xlsx")
    with pytest.raises(WorkbookError, match="文件夹"):
        child.read(tmp_path)
    large = tmp_path / "大.xlsx"
    with large.open("wb") as file:
        file.truncate(65 << 20)
    with pytest.raises(WorkbookError, match="65 MB"):
        child.read(large)


def test_the_name_decides_nothing(tmp_path: Path) -> None:
    assert child.read(write(tmp_path, workbook_bytes(ROWS), "表.xls")).kind == "xlsx"
    renamed = tmp_path / "旧.xlsx"
    shutil.copy(HERE / "samples" / "small.xls", renamed)
    assert child.read(renamed).kind == "xls"


def test_a_wish_to_stop_is_heard_while_the_reading_process_is_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = [sys.executable, "-c", "import sys, time; sys.stdin.buffer.read(); time.sleep(600)"]
    monkeypatch.setattr(child, "child_command", lambda: silent)
    heard: list[int] = []

    def stop(done: int, total: int, what: str = "") -> None:
        heard.append(done)
        if len(heard) == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        child.read(write(tmp_path, workbook_bytes(ROWS)), stop)
    assert heard == [0, 0, 0]
    assert no_child_is_left()


def test_an_old_workbook_has_the_same_shape() -> None:
    book = child.read(HERE / "samples" / "small.xls")
    first, second = book.sheets
    assert (first.name, first.state, first.merges) == ("3示范应用场景", "visible", (Merge(1, 1, 1, 4),))
    assert list(first.rows())[2].cells == {
        1: RawCell("贵州黔云智能01科技有限公司", RawKind.TEXT),
        2: RawCell("84.26", RawKind.NUMBER),
        3: RawCell("43683", RawKind.DATE),
        4: RawCell("1", RawKind.BOOL),
    }
    assert (second.name, second.state) == ("旧数据", "hidden")


def test_an_open_document_keeps_its_places(tmp_path: Path) -> None:
    empty = '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
    cells = (
        '<table:table-cell/><table:table-cell office:value-type="string"><text:p>甲</text:p></table:table-cell>'
        '<table:table-cell office:value-type="float" office:value="1234.5"/>'
        '<table:table-cell office:value-type="date" office:date-value="2024-03-25"/>'
    )
    data = ods_bytes(f"{empty}<table:table-row>{cells}</table:table-row>")
    (sheet,) = child.read(write(tmp_path, data, "表.ods")).sheets
    assert list(sheet.rows()) == [
        RawRow(
            3,
            {
                2: RawCell("甲", RawKind.TEXT),
                3: RawCell("1234.5", RawKind.NUMBER),
                4: RawCell("45376", RawKind.DATE),
            },
        )
    ]


def test_the_frozen_program_reads_by_its_hidden_word(monkeypatch: pytest.MonkeyPatch) -> None:
    assert child.child_command()[0] == sys.executable
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert child.child_command() == [sys.executable, child.HIDDEN_WORD]


def test_rows_earn_no_more_than_the_files_size_bears() -> None:
    large, small = 20 << 20, 20 << 10
    assert reading.seconds_for(2, 7, large) == 9, "a file that is as large as its rows lets them keep what they earn"
    assert reading.seconds_for(2, 90, large) == 2 + 40
    assert reading.seconds_for(2, 90, small) == 2, "rows that cost nothing to write earn nothing"


def test_rows_earn_their_reader_more_time() -> None:
    """An honest file of many rows is slow only because it is large; its limit grows with what it delivers."""
    many = "".join(f'<row r="{n}"><c r="A{n}" t="str"><v>{n:0>250}</v></c></row>' for n in range(1, 9_001))
    earned: list[int] = []
    reading.tell(workbook_bytes(many), io.BytesIO(), earned.append)
    assert earned == [1, 2, 3, 4]
    few: list[int] = []
    reading.tell(workbook_bytes(ROWS), io.BytesIO(), few.append)
    assert few == []


@pytest.mark.parametrize(("more", "status"), [("", -signal.SIGXCPU), ("reading._allow(30);", 0)])
def test_a_reader_that_earns_nothing_is_ended_at_its_limit(more: str, status: int) -> None:
    work = f"""
import time
from gyga_desk.formats import reading
seconds = reading._limit(1)
{more}
while time.process_time() < seconds + 0.5:
    pass
"""
    assert subprocess.run([sys.executable, "-c", work], check=False).returncode == status
