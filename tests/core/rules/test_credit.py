"""Credit checks: which of several counts, and what is said of them at each stage."""

from __future__ import annotations

from datetime import date

import pytest

from gyga_desk.model import Case
from gyga_desk.policy import UNSET, Edition
from gyga_desk.rules.credit import STATED, Checked, Stage, is_clean, is_old, known, notes, stated, telling
from tests.core.cases import case, measure

FROM = date(2025, 3, 1)


def checked(
    on: str, *, clean: bool = True, platform: str = "信用中国", stage: Stage = Stage.FILING, at: str = ""
) -> Checked:
    return Checked(stage, platform, on, clean, "无不良记录" if clean else "失信被执行人", at)


@pytest.fixture
def filed(edition: Edition) -> Case:
    return case(measure(edition, 3), credit_checked=date(2025, 5, 6), credit_result="无不良记录")


@pytest.fixture
def silent(edition: Edition) -> Case:
    return case(measure(edition, 3))


def test_what_the_application_says_needs_both_its_cells(edition: Edition, filed: Case, silent: Case) -> None:
    assert stated(filed) == Checked(Stage.FILING, STATED, "2025-05-06", True, "无不良记录")
    assert stated(silent) is None
    assert stated(case(measure(edition, 3), credit_checked=date(2025, 5, 6))) is None
    assert stated(case(measure(edition, 3), credit_result="无")) is None


def test_words_that_say_nothing_was_found() -> None:
    assert is_clean("无不良记录")
    assert is_clean(" 信用 良好 ")
    assert not is_clean("有行政处罚一条")
    assert not is_clean("")


def test_a_recorded_check_at_filing_takes_the_place_of_the_stated_one(filed: Case) -> None:
    record = checked("2025-05-20")
    assert known(filed, []) == (stated(filed),)
    assert known(filed, [record]) == (record,)
    later = checked("2025-07-01", stage=Stage.NOTICE)
    assert known(filed, [later]) == (stated(filed), later)


def test_the_newest_counts_and_one_platform_does_not_excuse_another() -> None:
    assert telling([]) is None
    old, new = checked("2025-05-01", clean=False), checked("2025-06-01")
    assert telling([new, old]) is new
    other = checked("2025-05-02", clean=False, platform="贵州信用云")
    assert telling([old, new, other]) is other
    assert telling([new, checked("2025-05-03", platform="贵州信用云")]) is new


def test_on_one_day_what_was_recorded_last_counts() -> None:
    first, second = (
        checked("2025-05-01", clean=False, at="2025-05-01T09:00:00+08:00"),
        checked("2025-05-01", at="2025-05-01T10:00:00+08:00"),
    )
    assert telling([second, first]) is second


def test_older_than_the_filing_period_is_said_only_where_the_guide_gives_one() -> None:
    assert is_old("2025-02-28", FROM)
    assert not is_old("2025-03-01", FROM)
    assert not is_old("2020-01-01", UNSET)


def said(found: tuple[object, ...]) -> list[tuple[str, str]]:
    return [(n.code, n.stage.value) for n in found]  # type: ignore[attr-defined]


def test_notes_name_what_is_missing_old_and_bad(filed: Case, silent: Case) -> None:
    assert said(notes(filed, [], FROM)) == [("credit-missing", "notice"), ("credit-missing", "payment")]
    assert said(notes(silent, [], FROM)) == [("credit-missing", s.value) for s in Stage]
    old = checked("2025-02-01")
    assert said(notes(silent, [old], FROM))[0] == ("credit-old", "filing")
    assert "早于申报期开始（2025-03-01）" in notes(silent, [old], FROM)[0].sentence
    bad = checked("2025-07-01", clean=False, stage=Stage.NOTICE)
    assert said(notes(filed, [bad], FROM)) == [("credit-bad", "notice"), ("credit-missing", "payment")]
    assert "失信被执行人" in notes(filed, [bad], FROM)[0].sentence
    good = checked("2025-07-02", stage=Stage.PAYMENT)
    assert said(notes(filed, [bad, good], FROM)) == []  # looked at again, and in order


def test_a_bad_result_that_only_the_application_tells_of_is_said(edition: Edition) -> None:
    held = case(measure(edition, 3), credit_checked=date(2025, 5, 6), credit_result="列入黑名单")
    assert said(notes(held, [], FROM))[0] == ("credit-bad", "filing")
