"""Papers with experts' marks: what each shows of items and of the expert's own words, and who may look at it when."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from gyga_desk.errors import NotPermitted
from gyga_desk.operations import marks, papers
from gyga_desk.operations.session import open_session
from gyga_desk.operations.sheets.source import Subject
from gyga_desk.policy import Edition, Item
from gyga_desk.rules.items import items_of
from tests.headless import CLERK, OBSERVER, OTHER_REVIEWER, REVIEWER, Desk, password_of

CASE, NEXT = "2025-M3-0001", "2025-M3-0002"
M3 = ("--measure", "3", "--year", "2025")
OPINION, NOTE = "场景真实，同意支持", "需求有走访记录"


@pytest.fixture
def items(edition: Edition) -> tuple[Item, ...]:
    measure = edition.measure(3)
    assert measure is not None
    return items_of(measure.rubric)


@pytest.fixture
def desk(filed: Desk, items: tuple[Item, ...]) -> Desk:
    """One reviewer has marked a case item by item and given an opinion; the other has begun, and has an opinion on another."""
    filed.ok("undo", who=CLERK)  # the sample scores
    mark(filed, REVIEWER, items)
    mark(filed, OTHER_REVIEWER, items[:1])
    filed.ok("conflict", NEXT, "none", who=OTHER_REVIEWER)
    filed.ok("marks", "opinion", NEXT, "材料待补", who=OTHER_REVIEWER)
    return filed


def mark(desk: Desk, who: str, items: tuple[Item, ...]) -> None:
    """One point less than may be given for each item, with a note on the first, and an opinion."""
    desk.ok("conflict", CASE, "none", who=who)
    session = open_session(desk.store, who, password_of(who))
    for item in items:
        marks.give_mark(session, CASE, item.id, item.points - 1, NOTE if item is items[0] else "")
    marks.write_opinion(session, CASE, OPINION)
    session.close()


def listed(desk: Desk, who: str) -> set[tuple[str, str | None, str | None]]:
    """The papers with marks that are in somebody's list; empty forms left out."""
    rows = desk.ok("papers", *M3, who=who)
    told = ("score-sheet", "opinions", "score-table")
    found = {(r["kind"], r["case"], r["subject"]) for r in rows if r["kind"] in told}
    return {one for one in found if one[0] != "score-sheet" or one[2]}


def printed(desk: Desk, out: Path, *words: str) -> str:
    (paper,) = desk.ok("print", *words, "--out", out, who=CLERK)
    done = subprocess.run(["pdftotext", "-raw", paper["path"], "-"], capture_output=True, check=True, text=True)
    return "".join(done.stdout.split())


def test_a_reviewer_is_listed_no_paper_with_others_marks_before_their_own_are_in(
    desk: Desk, items: tuple[Item, ...]
) -> None:
    every = {
        *(("score-sheet", CASE, who) for who in (REVIEWER, OTHER_REVIEWER)),
        *(("opinions", None, who) for who in (REVIEWER, OTHER_REVIEWER)),
        ("score-table", None, None),
    }
    assert listed(desk, OBSERVER) == listed(desk, CLERK) == every
    own = {("score-sheet", CASE, OTHER_REVIEWER), ("opinions", None, OTHER_REVIEWER)}
    assert listed(desk, OTHER_REVIEWER) == own
    assert listed(desk, REVIEWER) == every
    mark(desk, OTHER_REVIEWER, items)
    assert listed(desk, OTHER_REVIEWER) == every


@pytest.mark.parametrize(
    ("kind", "subject"),
    [("score-sheet", Subject(CASE, REVIEWER)), ("opinions", Subject(who=REVIEWER)), ("score-table", Subject())],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_nor_is_it_drawn_for_them(desk: Desk, kind: str, subject: Subject, items: tuple[Item, ...]) -> None:
    def drawn(who: str) -> int:
        session = open_session(desk.store, who, password_of(who))
        try:
            return len(papers.preview_pages(session, kind, 3, 2025, subject, 20))
        finally:
            session.close()

    with pytest.raises(NotPermitted, match="含有他人评分；本人评分交齐之前"):
        drawn(OTHER_REVIEWER)
    assert drawn(OBSERVER) >= 1
    mark(desk, OTHER_REVIEWER, items)
    assert drawn(OTHER_REVIEWER) >= 1


def test_an_empty_form_and_ones_own_sheet_are_drawn_for_everybody(desk: Desk) -> None:
    session = open_session(desk.store, OTHER_REVIEWER, password_of(OTHER_REVIEWER))
    for subject in (Subject(CASE), Subject(CASE, OTHER_REVIEWER)):
        assert papers.preview_pages(session, "score-sheet", 3, 2025, subject, 20)
    session.close()


def test_the_score_sheet_shows_each_item_and_the_experts_own_words(
    desk: Desk, tmp_path: Path, items: tuple[Item, ...]
) -> None:
    text = printed(desk, tmp_path / "出", "score-sheet", CASE, "--who", REVIEWER)
    total = sum(int(i.points) - 1 for i in items)
    assert "评分状态逐项评分" in text
    assert f"{total}评审意见" in text
    assert f"{OPINION}{items[0].name}：{NOTE}" in text.replace(":", "：").replace(",", "，")
    assert "共1页" in text, "the marks, the words and the signature stand on one page"
    begun = printed(desk, tmp_path / "出", "score-sheet", CASE, "--who", OTHER_REVIEWER)
    assert "评分状态未评齐" in begun
    assert f"{total}评审意见" not in begun
    desk.ok("marks", "abstain", CASE, "--reason", "不熟悉本领域", who=OTHER_REVIEWER)
    assert "评分状态缺评" in printed(desk, tmp_path / "出", "score-sheet", CASE, "--who", OTHER_REVIEWER)


def test_an_experts_table_has_every_opinion_also_where_no_mark_is(desk: Desk, tmp_path: Path) -> None:
    text = printed(desk, tmp_path / "出", "opinions", *M3, "--who", OTHER_REVIEWER).replace(",", "，")
    assert "项目2个" in text
    assert "未评分材料待补" in text
    assert f"未评齐{OPINION}" in text
    assert "有评分或评审意见的专家" in desk.refused(
        "print", "opinions", *M3, "--who", "专家百", "--out", tmp_path, who=CLERK
    )


def test_a_new_opinion_voids_the_papers_that_show_the_old_one(desk: Desk, tmp_path: Path) -> None:
    kinds = (("score-sheet", CASE, "--who", REVIEWER), ("opinions", *M3, "--who", REVIEWER), ("score-table", *M3))
    made = [desk.ok("print", *words, "--out", tmp_path / "出", who=CLERK) for words in kinds]
    sheet, table, scores = (one for (one,) in made)
    desk.ok("marks", "opinion", CASE, "同意，建议压减", who=REVIEWER)
    states = {r["paper"]: r["state"] for r in desk.ok("papers", *M3, who=CLERK, status=1) if r["paper"]}
    assert (states[sheet["paper"]], states[table["paper"]]) == ("void", "void")
    assert states[scores["paper"]] == "printed", "it shows no opinion"
