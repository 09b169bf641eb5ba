"""Two editions side by side: each figure and clause that differs, with both sides."""

from __future__ import annotations

from pathlib import Path

from gyga_desk.policy.compare import Kind, differences, part
from gyga_desk.policy.load import load_edition, read_folder
from tests.core.guides import FOLDER, SAMPLE, next_year


def test_comparison_names_figure_clause_and_both_sides(tmp_path: Path) -> None:
    texts = read_folder(FOLDER)
    old, new = (load_edition(texts, text) for text in (SAMPLE, next_year(tmp_path).read_text(encoding="utf-8")))
    found = differences(old, new)
    figures = {(d.measure, d.name): (d.before, d.after) for d in found if d.kind is Kind.FIGURE}
    assert figures == {
        (None, "申报开始日期"): ("2025-03-01", "2026-03-01"), (None, "申报截止日期"): ("2025-06-30", "2026-06-30"),
        (1, "补助比例"): ("30%", "40%"), (3, "入选分数线"): ("70.00", "90.00"), (4, "入选分数线"): ("70.00", "90.00"),
    }  # fmt: skip
    (clause,) = [d for d in found if d.kind is Kind.CLAUSE]
    assert clause.name == "样例指南第二项" and "30%核发" in (clause.before or "") and "40%核发" in (clause.after or "")
    before, after = clause.parted
    assert before == "智算券按合同其中智算费用的30%核发，……" and after == "智算券按合同其中智算费用的40%核发，……"
    assert [d.parted for d in found if d.name == "补助比例"] == [("30%", "40%")]
    assert differences(old, old) == ()
    bare = load_edition(texts, None)
    assert {d.after for d in differences(bare, old) if d.name == "补助比例" and d.measure == 1} == {"30%"}
    assert {d.before for d in differences(bare, old) if d.name == "补助比例" and d.measure == 1} == {None}


def test_of_two_sentences_only_what_differs_is_shown() -> None:
    assert part("甲，乙；丙。", "甲，丁；丙。") == ("……乙；……", "……丁；……")
    assert part("甲，丙。", "甲，乙、丙。") == ("…………", "……乙、……")
    assert part("没有标点", "") == ("没有标点", "")


def test_an_edition_that_asks_or_says_otherwise_shows_it() -> None:
    texts = read_folder(FOLDER)
    old = load_edition(texts, SAMPLE)
    measure = "m3_scenarios.toml"
    asked = next(c for c in old.measures[2].checks if c.id == "3.4")
    other = {**texts, measure: texts[measure].replace(asked.ask, "另一问")}
    (found,) = differences(old, load_edition(other, SAMPLE))
    assert (found.kind, found.measure, found.name, found.before, found.after) == (
        Kind.CHECK,
        3,
        "3.4",
        asked.ask,
        "另一问",
    )
    assert found.kind.label == "核对项" and found.clause_before == found.clause_after == asked.cite.label
    bare = differences(load_edition(texts, SAMPLE), load_edition(texts, None))
    gone = [d for d in bare if d.kind is Kind.CLAUSE]
    assert len(gone) == 6 and all(d.after is None and not d.clause_after for d in gone)
