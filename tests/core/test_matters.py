"""The claims of a real record: what was awarded before is taken off, and what is pending or doubtful is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from gyga_desk.model import Verdict
from gyga_desk.operations import Session
from gyga_desk.operations.session import open_session
from gyga_desk.standings import review_of
from gyga_desk.store import writes

PASSWORD = "Demo-2025-gyga"
CASE = "2025-M4-0001"


@pytest.fixture
def clerk(demo_store: Path):
    session = open_session(demo_store, "经办人", PASSWORD)
    yield session
    session.close()


def award(session: Session, **change: object) -> None:
    held = review_of(session.db, session.edition, CASE).case
    row = {
        "list": "A0001", "row": 2, "credit_code": held.credit_code, "applicant": held.applicant, "policy": "贵州省大数据专项资金",
        "document": "黔数〔2024〕9号", "measure": None, "matter": held.title, "contract": "", "year": 2024, "amount_fen": 12_345_678,
    } | change  # fmt: skip
    with session.store.operation("导入", "经办人", "2025-07-20T09:00:00+08:00"):
        listed = {
            "id": "A0001",
            "kind": "awards",
            "file": "a.xlsx",
            "digest": "x",
            "dated": "2025-07-01",
            "at": "t",
            "person": "经办人",
            "rows": 1,
        }
        writes.add(session.db, "list_file", listed)
        writes.add(session.db, "earlier_award", row)


def look(session: Session) -> tuple[int | None, list[str], Verdict, str]:
    review = review_of(session.db, session.edition, CASE)
    finding = next(f for line in review.lines for f in line.findings if f.check == "G8")
    return (
        review.standing.entitled_fen,
        [s.label for s in review.standing.derivation],
        finding.verdict,
        finding.sentence,
    )


def test_an_award_for_the_same_matter_is_taken_off_with_both_sides(clerk: Session):
    before, _, verdict, _ = look(clerk)
    assert verdict is Verdict.PASS
    award(clerk)
    after, labels, verdict, sentence = look(clerk)
    assert before is not None
    assert after == before - 12_345_678
    assert "晋级补差：减台账已享受 123,456.78 元（填报 0.00 元）" in labels
    assert verdict is Verdict.FAIL
    assert "贵州省大数据专项资金（黔数〔2024〕9号）2024年 123,456.78 元" in sentence


def test_a_difference_is_never_less_than_nothing(clerk: Session):
    award(clerk, amount_fen=10**12)
    assert look(clerk)[0] == 0


def test_a_like_name_takes_nothing_off_and_is_said(clerk: Session):
    before = look(clerk)[0]
    award(clerk, matter=review_of(clerk.db, clerk.edition, CASE).case.title.replace("贵阳示例", "贵阳示例的"))
    after, _, verdict, sentence = look(clerk)
    assert after == before
    assert (verdict, sentence.startswith("疑似同一事项（同一单位，事项名称相近）")) == (Verdict.FAIL, True)


def test_an_award_of_the_same_once_only_measure_is_found_whoever_had_it(clerk: Session):
    award(clerk, credit_code="91520100YHGE9C0BEL", applicant="另一单位", measure=4)
    review = review_of(clerk.db, clerk.edition, CASE)
    finding = next(f for line in review.lines for f in line.findings if f.check == "4.6")
    assert finding.verdict is Verdict.FAIL
    assert "另一单位 123,456.78 元" in finding.sentence


def test_other_peoples_matters_change_nothing(clerk: Session):
    before = look(clerk)
    award(clerk, credit_code="91520100YHGE9C0BEL", applicant="另一单位", matter="另一平台")
    assert look(clerk) == before
