"""The page 政策: edition and guide as text, what is open marked, the sample said to be one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gyga_desk.operations.session import create_store
from gyga_desk.policy.figures import figures, open_figures
from tests.ui.conftest import ADMIN, PASSWORD
from ui.frame import Frame
from ui.pages.policy import PolicyPage
from ui.style import Tone

Enter = Callable[[Path, str], Frame]


def page_of(frame: Frame) -> PolicyPage:
    frame.open("policy")
    page = frame.pages["policy"]
    assert isinstance(page, PolicyPage)
    return page


def test_both_texts_are_named_with_their_digests_and_their_doubts(enter: Enter, store: Path) -> None:
    page = page_of(enter(store, "王审核"))
    edition = page.ctx.edition
    assert edition.guide is not None
    facts = [value for _, value in page.facts.rows.rows]
    for told in (edition.digest, edition.guide_digest, edition.guide.title):
        assert told in facts
    assert "2027-03-24" in page.header.sentence.text()
    assert all(doubt in page.doubts.toPlainText() for doubt in edition.doubts)
    assert page.banner.isVisible()
    assert page.banner.sentence.text() == edition.guide.banner
    assert [one.name for one in page.figures.rows.rows] == [one.name for one in figures(edition)]
    missing = len(open_figures(edition))
    assert page.open.text() == f"未规定 {missing} 项"


def test_an_open_figure_is_marked_and_names_its_clause(enter: Enter, store: Path) -> None:
    page = page_of(enter(store, "赵主任"))
    page.measure.choose(4)
    page.measure.activated.emit(page.measure.currentIndex())
    assert {one.measure for one in page.figures.rows.rows} == {4}
    page.figures.pick((4, "places"))
    one = page.figures.current()
    value = page.figures.rows.columns[2]
    assert value.text(one) == "未规定" and value.tone is not None and value.tone(one) is Tone.WARN
    assert "没有规定“入选名额”" in page.clause.text() and "每年择优选择一批" in page.clause.text()
    page.figures.pick((4, "rate"))
    assert value.text(page.figures.current()) == "10%" and value.tone(page.figures.current()) is None
    assert "建设投资额的10%" in page.clause.text()


def test_a_case_leads_to_its_measures_figures(enter: Enter, year: Path) -> None:
    frame = enter(year, "赵主任")
    page = page_of(frame)
    frame.ctx.go("policy", "2025-M6-0001")
    assert {one.measure for one in page.figures.rows.rows} == {6}


def test_without_a_guide_there_is_no_banner_and_more_is_open(enter: Enter, store: Path, tmp_path: Path) -> None:
    create_store(tmp_path / "无指南.gyga", admin=ADMIN, password=PASSWORD)
    page = page_of(enter(tmp_path / "无指南.gyga", ADMIN))
    assert not page.banner.isVisible()
    facts = dict(page.facts.rows.rows)
    assert facts["申报指南"] == "未载入"
    assert "指南摘要" not in facts
    assert any(one.measure is None and one.value is None for one in page.figures.rows.rows)
