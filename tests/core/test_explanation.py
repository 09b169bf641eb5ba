"""What an auditor reads of a case: every step, every check, every cell; nothing that is not known shown as a sum."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from gyga_desk import explanation, seen
from gyga_desk.masking import masked
from gyga_desk.model import Standing
from gyga_desk.money import write_yuan
from gyga_desk.operations import marks
from gyga_desk.operations.session import open_session
from gyga_desk.seen import WAITS
from gyga_desk.standings import Reckonings, edition_of
from gyga_desk.store import open_reader, reads
from tests.core.test_commands_lists import awards_to, case_of
from tests.core.test_commands_marks import ITEMS, mark_all
from tests.headless import CHAIR, CLERK, MEETING, OBSERVER, OTHER_REVIEWER, REVIEWER, Desk, password_of, speak

CASES = [f"2025-M{measure}-0001" for measure in range(1, 8)]
M3 = ("--measure", "3", "--year", "2025")


@contextmanager
def kept(desk: Desk) -> Iterator[Reckonings]:
    db = open_reader(desk.store)
    try:
        yield Reckonings(db, edition_of(db))
    finally:
        db.close()


def text_of(desk: Desk, case: str, who: str = OBSERVER) -> str:
    """The text, and that the document says the same by section."""
    found = desk.ok("explain", case, who=who)
    assert found["case"] == case
    for section in found["sections"]:
        assert f"、{section['title']}\n" in found["text"] and section["lines"], section["title"]
        assert all(line["text"] in found["text"] and line["clause"] in found["text"] for line in section["lines"])
    written: str = found["text"]
    return written


def part(text: str, title: str) -> str:
    """One section."""
    return text.partition(f"、{title}\n")[2].partition("\n\n")[0]


def tells_steps(text: str, standing: Standing) -> None:
    """Every step of the derivation stands in it, in order, with its clause and both sums."""
    told = part(text, "核算步骤").splitlines()
    for line, step in zip(told, standing.derivation, strict=False):
        assert step.label in line and f"〔{step.clause}〕" in line
        assert all(write_yuan(fen) in line for fen in (step.before_fen, step.after_fen) if fen is not None)
    assert len(told) == max(1, len(standing.derivation))


def sums_of(standing: Standing) -> list[str]:
    return [write_yuan(f) for f in (standing.amount_fen, standing.city_fen, standing.district_fen) if f is not None]


@pytest.mark.parametrize("case", CASES)
def test_an_open_case_is_told_with_every_check_and_every_step(filed: Desk, case: str) -> None:
    text = text_of(filed, case)
    with kept(filed) as held:
        review = held.review_of(case)
        edition = held.edition
    tells_steps(text, review.standing)
    checks = part(text, "逐条核对")
    for line in review.lines:
        assert f"{line.check.id} {line.check.ask}" in checks and f"〔{line.check.cite.label}〕" in checks
        assert all(f.sentence in checks for f in line.findings)
    assert checks.count("结论：待核") == sum(1 for one in review.lines if one.effective is None)
    assert part(text, "封存的决定").strip() == "未封存"
    guide = edition.guide
    assert guide is not None and guide.sample
    law = part(text, "适用的政策和指南")
    assert all(word in law for word in (edition.title, edition.digest, guide.title, guide.banner, edition.guide_digest))
    assert guide.banner in part(text, "项目")


@pytest.mark.parametrize("case", CASES)
def test_every_fact_is_told_with_its_cell_and_what_stood_there(filed: Desk, case: str) -> None:
    told = part(text_of(filed, case), "申报数据")
    with kept(filed) as held:
        review = held.review_of(case)
    columns = {c.id: c for c in review.measure.columns}
    for fact in masked(review.case, columns).facts.values():
        assert not fact.cell or f"（{review.case.sheet}!{fact.cell}）" in told
        assert not fact.raw or f"原文“{fact.raw}”" in told
    assert review.case.file in text_of(filed, case)


@pytest.mark.parametrize("case", ["2025-M3-0001", "2025-M3-0002", "2025-M6-0001"])
def test_an_answer_is_told_with_who_when_and_why(reviewed: Desk, case: str) -> None:
    text = text_of(reviewed, case)
    with kept(reviewed) as held:
        review = held.review_of(case)
    tells_steps(text, review.standing)
    answers = [a for line in review.lines for a in line.answers]
    assert answers and "结论：待核" not in text
    for one in answers:
        assert f"{one.person} 答“{one.answer.label}”（{one.at[:19].replace('T', ' ')}）" in text
        assert one.note in text
    assert all(f"{total.expert}：" in part(text, "评分") for total in review.standing.scores)
    assert all(money in part(text, "结论与分担") for money in sums_of(review.standing))
    assert review.standing.payer in part(text, "结论与分担")


@pytest.mark.parametrize("measure", [3, 5, 6])
def test_a_sealed_case_is_told_as_it_was_sealed(demo_desk: Desk, measure: int) -> None:
    with kept(demo_desk) as held:
        decisions = {d.measure: d for d in reads.decisions(held.db)}
        if measure not in decisions:
            measure = min(decisions)
        decision = decisions[measure]
        first = decision.table.cases[0]
        review = held.review_of(first.case)
    text = text_of(demo_desk, first.case, "监督员")
    tells_steps(text, first)
    assert all(f"{line.check.id} {line.check.ask}" in text for line in review.lines)
    assert all(f"{a.person} 答“{a.answer.label}”（" in text for line in review.lines for a in line.answers)
    sealed = part(text, "封存的决定")
    assert all(w in sealed for w in (decision.id, decision.meeting.name, decision.meeting.number, decision.digest))
    assert "未封存" not in text and "不一致" not in text
    assert decision.guide_title in text and all(money in text for money in sums_of(first))


def test_what_the_record_learns_after_the_seal_does_not_change_what_is_told(demo_desk: Desk, tmp_path: Path) -> None:
    [case] = [c for c in demo_desk.ok("cases", "--search", "2025-M3-0001", who="监督员") if c["case"] == "2025-M3-0001"]
    before = text_of(demo_desk, case["case"], "监督员")
    demo_desk.ok("awards", "import", awards_to(tmp_path / "兑现20250101.csv", case), who="经办人")
    assert text_of(demo_desk, case["case"], "监督员") == before


def test_both_sides_of_the_same_matter_are_told(filed: Desk, tmp_path: Path) -> None:
    case = case_of(filed, "2025-M3-0001")
    assert "没有查到同一事项的其他支持" in part(text_of(filed, case["case"]), "同一事项的其他支持")
    filed.ok("awards", "import", awards_to(tmp_path / "兑现20250101.csv", case), who=CLERK)
    told = part(text_of(filed, case["case"]), "同一事项的其他支持")
    assert "黔数〔2024〕9号" in told and "600,000.00 元" in told and "〔第八条(三)〕" in told
    assert f"本项目：{case['case']}" in told and "减除已享受之后应得" in told


def test_what_a_reviewer_has_not_marked_yet_is_not_told(filed: Desk) -> None:
    case = "2025-M3-0001"
    filed.ok("undo", who=CLERK)
    mark_all(filed, REVIEWER)
    assert f"{REVIEWER}：A1" in text_of(filed, case, REVIEWER)
    filed.ok("conflict", case, "none", who=OTHER_REVIEWER)
    filed.ok("marks", "give", case, "A1", "2", who=OTHER_REVIEWER)
    veiled = text_of(filed, case, OTHER_REVIEWER)
    assert f"{REVIEWER}：A1" not in veiled and f"{OTHER_REVIEWER}：A1" in veiled and WAITS in veiled
    assert "得分：未知" in part(veiled, "评分") and "名次：未知" in part(veiled, "名次与额度")
    assert "支持金额：未知" in part(veiled, "结论与分担")
    session = open_session(filed.store, OTHER_REVIEWER, password_of(OTHER_REVIEWER))
    for item in ITEMS:
        marks.give_mark(session, case, item, "1")
    session.close()
    assert f"{REVIEWER}：A1" in text_of(filed, case, OTHER_REVIEWER)


def test_the_seal_taken_back_is_told_with_its_reason(reviewed: Desk) -> None:
    reviewed.ok("decide", "propose", "--measure", "6", "--year", "2025", who=CLERK)
    six = ("--measure", "6", "--year", "2025")
    reviewed.ok("decide", "seal", *six, *MEETING, "--with", OBSERVER, who=CHAIR, second=OBSERVER)
    assert "评审纪要〔2025〕9号" in part(text_of(reviewed, "2025-M6-0001"), "封存的决定")
    reviewed.ok("decide", "reopen", *six, "--reason", "补充材料", "--with", OBSERVER, who=CHAIR, second=OBSERVER)
    told = part(text_of(reviewed, "2025-M6-0001"), "封存的决定")
    assert "未封存" in told and "已重新开启，理由：补充材料" in told


def test_a_case_without_a_figure_has_no_sum_and_no_zero(office: Desk, filed: Desk) -> None:
    told = part(text_of(filed, "2025-M7-0001"), "结论与分担")
    assert "本措施不计算金额" in told and "0.00" not in told
    text = text_of(filed, "2025-M5-0001")
    with kept(filed) as held:
        standing = held.review_of("2025-M5-0001").standing
    assert ("支持金额：未知" in text) == (standing.amount_fen is None)


def test_an_unknown_number_is_refused(filed: Desk) -> None:
    assert "没有编号为 2025-M3-9999 的项目" in filed.refused("explain", "2025-M3-9999", who=OBSERVER)


def test_people_read_the_same_text(filed: Desk) -> None:
    words: tuple[Any, ...] = ("--store", filed.store, "--as", OBSERVER, "explain", "2025-M1-0001")
    said = speak(*words, env=filed.secrets(OBSERVER))
    assert said.out == text_of(filed, "2025-M1-0001")


def test_the_text_is_made_of_what_was_gathered_alone(filed: Desk) -> None:
    with kept(filed) as held:
        person = reads.person(held.db, OBSERVER)
        assert person is not None
        told = explanation.gather(held, "2025-M2-0001", person)
        assert told.standing == seen.review_in(held, "2025-M2-0001", person).standing
    assert explanation.as_text(explanation.explained(told)) == text_of(filed, "2025-M2-0001")
