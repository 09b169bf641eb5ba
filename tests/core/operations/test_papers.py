"""Papers of every kind on a whole year: what can be printed when, what a change makes void, and that all figures agree."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from argon2 import PasswordHasher

from gyga_desk import places
from gyga_desk.errors import PaperError
from gyga_desk.formats.pdf.document import Head
from gyga_desk.model import Role
from gyga_desk.money import write_yuan
from gyga_desk.operations import papers
from gyga_desk.operations.demo import Demo
from gyga_desk.operations.demo_papers import carry_on
from gyga_desk.operations.session import open_session
from gyga_desk.operations.sheets.kinds import KINDS, kind_of
from gyga_desk.operations.sheets.source import Source
from gyga_desk.standings import edition_of, of, totals_of
from gyga_desk.store import open_reader, reads, writes
from gyga_desk.store.reads import PersonRow
from tests.headless import Desk

CLERK, CHAIR, REVIEWER = "经办人", "主任", "审核员"
M4 = ("--measure", "4", "--year", "2025")
M3 = ("--measure", "3", "--year", "2025")
MARKED = {"score-sheet", "opinions", "score-table"}
LACKING, TURNED_AWAY, APART, LAST = (f"2025-M4-000{n}" for n in (1, 2, 4, 6))


@pytest.fixture(scope="session")
def carried(tmp_path_factory: pytest.TempPathFactory, demo: Demo) -> Path:
    """The demonstration year carried on until every kind of paper can be printed."""
    store = Path(shutil.copy(demo.store, tmp_path_factory.mktemp("carried")))
    quicken(store, demo)
    carry_on(store)
    return store


def quicken(store: Path, demo: Demo) -> None:
    """The same passwords, each told at once: every command here signs in."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(demo.password)
    session = open_session(store, "管理员", demo.password)
    with session.store.operation("修改口令", "管理员", session.clock().isoformat()):
        for one in demo.people:
            writes.put(session.db, "person", {"name": one.name, "role": one.role.value, "password": quick, "active": 1})
    session.close()


@pytest.fixture(scope="session")
def _came_back(tmp_path_factory: pytest.TempPathFactory, carried: Path, demo: Demo) -> Path:
    """The same with every approval sheet of measure 3 printed and registered."""
    folder = tmp_path_factory.mktemp("registered")
    store = Path(shutil.copy(carried, folder))
    session = open_session(store, CLERK, demo.password)
    for one in papers.print_papers(session, "approval", 3, 2025, None, folder / "审批表").value:
        papers.register_paper(session, one.paper.number, one.paper.code)
    session.close()
    return store


@pytest.fixture(scope="module")
def untouched(carried: Path, demo: Demo) -> Desk:
    """The command line on the year itself, for what leaves it as it is."""
    return desk_on(carried, demo)


@pytest.fixture
def desk(carried: Path, tmp_path: Path, demo: Demo) -> Desk:
    return desk_on(Path(shutil.copy(carried, tmp_path)), demo)


@pytest.fixture
def came_back(_came_back: Path, tmp_path: Path, demo: Demo) -> Desk:
    return desk_on(Path(shutil.copy(_came_back, tmp_path)), demo)


def desk_on(store: Path, demo: Demo) -> Desk:
    return Desk(store, {p.name: demo.password for p in demo.people})


Printer = Callable[..., list[Any]]


def printer(desk: Desk, out: Path) -> Printer:
    """Prints by command and gives back the papers."""

    def run(*words: str, who: str = CLERK) -> list[Any]:
        found = desk.ok("print", *words, "--out", out, who=who)
        assert isinstance(found, list)
        return found

    return run


@pytest.fixture
def printed(desk: Desk, tmp_path: Path) -> Printer:
    return printer(desk, tmp_path / "出")


@pytest.fixture
def printed_after(came_back: Desk, tmp_path: Path) -> Printer:
    """The same where the signed sheets are back."""
    return printer(came_back, tmp_path / "出")


def text_of(path: str | Path) -> str:
    done = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True, text=True)
    return "".join(done.stdout.split())


def states(desk: Desk, *words: str, who: str = CLERK) -> dict[str, str]:
    """Where each paper on record stands."""
    said = desk("papers", *words, who=who)
    assert said.status in (0, 1)
    return {row["paper"]: row["state"] for row in said.json if row["paper"]}


def register(desk: Desk, made: list[Any]) -> None:
    for paper in made:
        desk.ok("register", paper["paper"], "--code", paper["code"], who=CLERK)


# what can be printed


def test_every_kind_can_be_printed_in_the_year(came_back: Desk) -> None:
    db = open_reader(came_back.store)
    edition, clerk = edition_of(db), PersonRow(CLERK, Role.CLERK)
    sources = [Source(db, edition, m.number, 2025) for m in edition.measures]
    found = {k.id for k in KINDS for source in sources if papers.ready(source, k.id, clerk)}
    db.close()
    assert found == {k.id for k in KINDS}
    listed = came_back.ok("print", "--list", who="监督员")
    assert [k["kind"] for k in listed] == [k.id for k in KINDS]
    assert len({k.prefix for k in KINDS}) == len(KINDS)


def test_everything_of_a_measure_is_printed_at_once_and_again_the_same(
    desk: Desk, printed: Printer, tmp_path: Path
) -> None:
    first = printed("every", *M4, "--xlsx")
    files = {p: p.read_bytes() for p in (tmp_path / "出").rglob("*.*")}
    assert {p["kind"] for p in first} >= {
        "supplement",
        "not-accepted",
        "recusal",
        "site-visit",
        "special",
        "archive",
        "archive-year",
    }
    assert len({p["paper"] for p in first}) == len(first)
    assert {p["state"] for p in first} == {"printed"}
    again = printed("every", *M4, "--xlsx")
    assert again == first
    assert {p: p.read_bytes() for p in (tmp_path / "出").rglob("*.*")} == files
    assert set(states(desk, *M4).values()) == {"printed"}


def test_one_that_cannot_be_printed_leaves_no_file_and_no_record(desk: Desk, tmp_path: Path) -> None:
    desk.refused("print", "supplement", LACKING, APART, "--out", tmp_path / "出", who=CLERK)
    assert not (tmp_path / "出").exists()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("acceptance", LACKING), "补正"),
        (("acceptance", LAST), "尚未答复"),
        (("supplement", APART), "没有需要补正"),
        (("not-accepted", APART), "没有不予受理"),
        (("not-accepted", "2025-M3-0003"), "已封存"),
        (("not-supported", APART), "尚未封存"),
        (("not-supported", "2025-M3-0003"), "不出具"),
        (("approval", "2025-M3-0001"), "没有审批表"),
        (("fund-approval", "2025-M3-0001"), "没有资金"),
        (("special", LACKING), "没有登记一事一议"),
        (("payment", "2025-M3-0003"), "签署登记"),
        (("payment", *M3), "签署登记"),
        (("score-table", *M4), "评分"),
        (("opinions", *M3, "--who", "专家百"), "专家"),
        (("public-list", *M4), "封存"),
        (("fund-list", *M3), "封存"),
        (("vouchers", *M3), "智算券"),
        (("public-list", "2025-M3-0003"), "不能指定项目"),
        (("minutes", *M4), "封存"),
        (("acceptance", "2025-M3-0003", "--measure", "3", "--year", "2024"), "不属于措施3 2024 年"),
        (("acceptance", "2025-M3-0003", "--measure", "4", "--year", "2025"), "不属于措施4 2025 年"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, tuple) else "",
)
def test_what_has_no_ground_is_refused_with_its_reason(
    untouched: Desk, tmp_path: Path, words: tuple[str, ...], reason: str
) -> None:
    assert reason in untouched.refused("print", *words, "--out", tmp_path / "出", who=CLERK)


def test_lacks_are_told_once_and_whole(desk: Desk, printed: Printer, tmp_path: Path) -> None:
    (paper,) = printed("supplement", LACKING)
    text = text_of(paper["path"])
    assert "以下3项需要补正" in text
    assert "10个工作日内" in text
    assert paper["decision"] is None
    desk.ok("answer", LACKING, "G2", "pending", who=REVIEWER)
    assert "G2" in desk.refused("print", "supplement", LACKING, "--out", tmp_path / "出", who=CLERK)


def test_sealed_marks_are_on_papers_for_everybody(untouched: Desk) -> None:
    listed = untouched.ok("papers", *M3, who=REVIEWER)
    assert {row["kind"] for row in listed} >= MARKED
    assert listed == untouched.ok("papers", *M3, who="监督员")


def test_the_public_list_holds_nothing_of_a_person(desk: Desk, printed: Printer) -> None:
    db = open_reader(desk.store)
    private = {
        fact.raw
        for case in reads.cases(db, year=2025)
        for column, fact in case.facts.items()
        if column in ("contact", "phone", "legal_person", "account", "credit_code")
    }
    db.close()
    assert len(private) > 100
    for measure in ("1", "2", "3", "5", "6"):
        (paper,) = printed("public-list", "--measure", measure, "--year", "2025", "--xlsx")
        book = openpyxl.load_workbook(paper["table"])
        told = text_of(paper["path"]) + "".join(str(c.value) for sheet in book for row in sheet for c in row)
        assert not [word for word in private if word and word in told]


# what a change makes void


def test_a_changed_answer_voids_exactly_the_papers_that_show_it(desk: Desk, printed: Printer, tmp_path: Path) -> None:
    made = {p["paper"]: p for p in printed("every", *M4)}
    (notice,) = [n for n, p in made.items() if p["kind"] == "supplement"]
    desk.ok("answer", LACKING, "4.5", "no", "--note", "审计报告缺附表，另须补充", who=REVIEWER)
    changed = {n for n, state in states(desk, *M4).items() if state == "void"}
    assert changed == {notice}, "no paper beside it, not even another of the same case"
    desk.refused("register", notice, "--code", made[notice]["code"], who=CLERK)
    found = desk.ok("verify", made[notice]["path"], status=1)
    assert "record-changed" in [f["code"] for f in found["findings"]]
    (again,) = printed("supplement", LACKING)
    assert (again["paper"], again["replaces"]) == (notice[:-1] + "2", notice)
    assert "另须补充" in text_of(again["path"])
    assert f"本件取代{notice}" in text_of(again["path"])
    assert states(desk, *M4)[again["paper"]] == "printed"
    assert "void" in [f["code"] for f in desk.ok("verify", made[notice]["path"], status=1)["findings"]]


def test_a_declaration_changes_the_persons_paper_alone(desk: Desk, printed: Printer) -> None:
    made = printed("every", *M4)
    desk.ok("conflict", APART, "declared", "--reason", "曾任该单位顾问", who=REVIEWER)
    kinds = {p["paper"]: p["kind"] for p in made}
    void = [n for n, state in states(desk, *M4).items() if state == "void"]
    assert {kinds[n] for n in void} <= {"recusal", "acceptance"}
    assert "recusal" in {kinds[n] for n in void}
    gone = desk.ok("void", "--changed", *M4, who=CLERK)
    assert {p["paper"] for p in gone if not p["kind"].startswith("archive")} == set(void)
    told = {p["case"] for p in gone if p["kind"] == "archive"}
    assert told <= {APART}, "an index that lists a void paper is void with it"
    desk.refused("void", "--changed", *M4, who=CLERK)
    desk.refused("void", who=CLERK)
    desk.refused("void", "HB-2025-M4-1", "--changed", *M4, who=CLERK)


def test_what_was_delivered_stays_what_was_said(desk: Desk, printed: Printer) -> None:
    (notice,) = printed("supplement", LACKING)
    register(desk, [notice])
    for check in ("4.4", "4.5", "G12"):
        desk.ok("answer", LACKING, check, "yes", "--note", "已补正", who=REVIEWER)
    assert states(desk, *M4, "--kind", "supplement") == {notice["paper"]: "registered"}
    assert desk.ok("verify", notice["path"])["ok"]


def test_a_withdrawal_voids_the_lists_and_that_case_alone(came_back: Desk, printed_after: Printer) -> None:
    kinds = ("public-list", "notice-report", "payment", "fund-approval", "score-sheet", "minutes")
    made = [p for kind in kinds for p in printed_after(kind, *M3)]
    gone = "2025-M3-0012"
    came_back.ok(
        "decide",
        "withdraw",
        gone,
        "--reason",
        "单位注销",
        "--no-replace",
        "--with",
        "监督员",
        who=CHAIR,
        second="监督员",
    )
    void = {n for n, state in states(came_back, *M3).items() if state == "void"}
    db = open_reader(came_back.store)
    void |= {p.number for p in reads.papers(db, 3, 2025) if p.state.value == "void"}
    db.close()
    assert void == {
        *(p["paper"] for p in made if p["kind"] in ("public-list", "notice-report", "payment")),
        *(f"{prefix}-{gone}-1" for prefix in ("SP", "ZJ")),
    }
    (listed,) = printed_after("public-list", *M3)
    assert listed["replaces"] == next(p["paper"] for p in made if p["kind"] == "public-list")


# money


def test_only_what_came_back_signed_is_paid_and_once(desk: Desk, printed: Printer, tmp_path: Path) -> None:
    sheets = printed("approval", *M3)
    register(desk, sheets[:4])
    (first,) = printed("payment", *M3)
    assert first["subject"].split() == sorted(p["case"] for p in sheets[:4])
    text = text_of(first["path"])
    assert all(p["paper"] in text for p in sheets[:4])
    assert not any(p["paper"] in text for p in sheets[4:])
    register(desk, sheets[4:])
    both = printed("payment", *M3)
    assert both[0] == first
    assert both[1]["subject"].split() == sorted(p["case"] for p in sheets[4:])
    assert first["paper"] in desk.refused("print", "payment", sheets[0]["case"], "--out", tmp_path / "出", who=CLERK)
    desk.ok("void", sheets[0]["paper"], "--reason", "签署有误", who=CLERK)
    assert states(desk, *M3, "--kind", "payment") == {first["paper"]: "void", both[1]["paper"]: "printed"}
    assert sheets[0]["case"] in desk.refused("register", first["paper"], "--code", first["code"], who=CLERK)


def test_screen_workbook_and_paper_tell_the_same_figures(came_back: Desk, printed_after: Printer) -> None:
    db = open_reader(came_back.store)
    edition = edition_of(db)
    table, sums = of(db, edition, 3, 2025), totals_of(db, edition, 2025, 3)
    db.close()
    given = {s.case: s for s in table.cases if s.amount_fen}
    (listed,), (paid,), (held,) = (printed_after(kind, *M3, "--xlsx") for kind in ("public-list", "payment", "minutes"))
    rows = list(openpyxl.load_workbook(paid["table"])["拨付明细"].values)
    by_case = {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    assert by_case.keys() == given.keys()
    texts = [text_of(p["path"]) for p in (listed, paid, held)]
    for case, standing in given.items():
        row = by_case[case]
        figures = [standing.amount_fen, standing.city_fen, standing.district_fen]
        assert [round(row[h] * 100) for h in ("核定额（元）", "市级承担（元）", "属地承担（元）")] == figures
        assert write_yuan(standing.amount_fen or 0) in texts[0]
        assert all(write_yuan(fen or 0) in texts[1] for fen in figures)
    public = list(openpyxl.load_workbook(listed["table"])["公示名单"].values)
    assert sorted(round(row[-1] * 100) for row in public[1:]) == sorted(s.amount_fen or 0 for s in given.values())
    payers = {
        row[0]: round(row[2] * 100) for row in list(openpyxl.load_workbook(paid["table"])["按承担单位"].values)[1:]
    }
    assert payers == {p.payer: p.fen for p in sums.payers}
    assert all(write_yuan(sums.amount_fen) in text for text in texts)
    for paper in printed_after("fund-approval", *M3):
        assert write_yuan(given[paper["case"]].amount_fen or 0) in text_of(paper["path"])


def test_the_table_of_scores_is_the_standing(desk: Desk, printed: Printer) -> None:
    (paper,) = printed("score-table", *M3, "--xlsx")
    assert paper["decision"] == "2025-M3-D1"
    rows = list(openpyxl.load_workbook(paper["table"])["评分汇总表"].values)
    shown = {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    for one in desk.ok("standings", *M3, who=CLERK)["cases"]:
        row = shown[one["case"]]
        assert row["排序"] == one["rank"]
        assert f"{row['平均值']:.2f}" == f"{float(one['score']):.2f}"
        for mark in one["scores"]:
            assert row[mark["expert"]] == (float(mark["total"]) if mark["total"] is not None else None)
            assert (row[f"{mark['expert']}计分情况"] == "计入") == (mark["state"] == "counted")


# how it is printed


def test_a_number_and_a_red_head_stay_until_they_are_changed(desk: Desk, printed: Printer) -> None:
    (plain,) = printed("acceptance", "2025-M3-0003")
    (numbered,) = printed("acceptance", "2025-M3-0003", "--document-number", "筑数受〔2025〕3号", "--red-head")
    assert numbered["replaces"] == plain["paper"]
    assert "筑数受〔2025〕3号" in text_of(numbered["path"])
    (again,) = printed("acceptance", "2025-M3-0003")
    assert again["paper"] == numbered["paper"]


def test_a_paper_comes_back_by_what_a_camera_reads(desk: Desk, printed: Printer) -> None:
    (paper,) = printed("site-visit", "2025-M3-0003")
    read = f"GYGA1:{paper['paper']}:{paper['code']}"
    desk.refused("register", read, "--code", "AAAA-BBBB-CCCC", who=CLERK)
    assert desk.ok("register", read, "--code", paper["code"], who=CLERK)["state"] == "registered"


def test_many_are_printed_as_one_file_and_each_is_on_record(desk: Desk, tmp_path: Path) -> None:
    book = tmp_path / "册.pdf"
    made = desk.ok("print", "approval", *M3, "--book", book, who=CLERK)
    assert {p["path"] for p in made} == {str(book)} and [*tmp_path.glob("*.pdf")] == [book]
    text = text_of(book)
    assert all(p["paper"] in text and p["code"] in text for p in made)
    assert states(desk, *M3, "--kind", "approval") == {p["paper"]: "printed" for p in made}
    assert desk.ok("print", "approval", *M3, "--book", book, who=CLERK) == made, "the same bytes once more"
    assert "--book" in desk.refused("print", "every", *M3, "--book", book, who=CLERK)


@pytest.mark.parametrize(("cell", "value"), [("AA5", "筑数认〔2024〕404号"), ("J5", "另一联系人")])
def test_a_changed_fact_voids_exactly_the_papers_that_show_it(
    desk: Desk, printed: Printer, tmp_path: Path, cell: str, value: str
) -> None:
    """Those with the old words, with the day of filing, and the index with its digest; a fact on no paper voids no other."""
    made = {p["paper"]: p for p in printed("every", *M4)}
    book = openpyxl.load_workbook(places.resources() / "demo" / "batch-2025-clean.xlsx")
    sheet = book["4公共服务平台"]
    old = "".join(str(sheet[cell].value).split())
    sheet[cell].value = value
    book.save(tmp_path / "更正.xlsx")
    shown = {n for n, p in made.items() if old in text_of(p["path"])}
    indexes = {n for n, p in made.items() if p["kind"] in ("archive", "acceptance") and p["case"] == APART}
    desk.ok("import", tmp_path / "更正.xlsx", "--accept-clean", who=CLERK)
    void = {n for n, state in states(desk, *M4).items() if state == "void"}
    assert len(indexes) == 2 and void - {n for n in made if made[n]["kind"] == "archive-year"} == shown | indexes
    assert bool(shown) == (cell == "AA5"), "the one stands on a paper, the other on none"


@pytest.mark.parametrize("kind", ["site-visit", "archive", "not-supported", "approval", "fund-approval"])
def test_a_paper_about_one_case_waits_for_no_other_case(carried: Path, kind: str) -> None:
    """Of the table of cases it reads that one row, so that a large year makes no paper slower."""
    db, held = open_reader(carried), kind_of(kind)
    edition, asked = edition_of(db), list[str]()
    one = next(s for s in held.subjects(Source(db, edition, 2, 2025)) if s.case)
    db.set_trace_callback(asked.append)
    held.content(Source(db, edition, 2, 2025), one, Head("", "X-1"))
    rows = [said for said in asked if "FROM cases" in said]
    db.close()
    assert asked
    assert all(f"WHERE c.id = '{one.case}'" in said for said in rows)


@pytest.mark.parametrize("case", ["2025-M2-9999", "2025-M3-0001"])
def test_a_paper_is_about_a_case_of_its_own_measure(carried: Path, case: str) -> None:
    db = open_reader(carried)
    source = Source(db, edition_of(db), 2, 2025)
    for _ in ("read alone", "with all read"):
        with pytest.raises(PaperError, match=f"{case} 不属于措施2 2025 年"):
            source.about(case)
        assert source.cases
    db.close()
