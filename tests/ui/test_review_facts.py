"""The facts beside a check: where each stood, what was written, and who had the last word on it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gyga_desk.standings import edition_of
from gyga_desk.store import open_reader, reads
from ui.review_facts import FactsPanel


@pytest.fixture
def panel(qtbot: QtBot, year: Path) -> FactsPanel:
    """The first case of measure six, one of its figures corrected when it came in."""
    db = open_reader(year)
    edition, case = edition_of(db), reads.cases(db, 6)[0]
    db.close()
    fact = replace(case.facts["requested"], raw="十万", settled="更正为“100000”（李经办 2025-07-01）")
    panel = FactsPanel(edition)
    qtbot.addWidget(panel)
    measure = edition.measure(6)
    assert measure is not None
    panel.show_case(replace(case, facts={**case.facts, "requested": fact}), measure, None)
    return panel


def test_a_corrected_fact_is_marked_and_says_what_stood_there_and_who_changed_it(panel: FactsPanel) -> None:
    rows = panel.list.rows
    at = rows.row_of("requested")
    assert rows.index(at, 2).data().endswith(" 改")
    panel.list.pick("requested")
    assert "原文：十万，更正为“100000”（李经办 2025-07-01）" in panel.raw.text()


def test_a_fact_as_it_was_sent_bears_no_mark(panel: FactsPanel) -> None:
    rows = panel.list.rows
    assert not rows.index(rows.row_of("legal_person"), 2).data().endswith("改")
