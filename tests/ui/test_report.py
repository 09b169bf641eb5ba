"""A crash report helps a developer and gives nothing of the record away."""

from __future__ import annotations

from ui.report import report_of


def test_says_where_and_what_kind_but_no_value() -> None:
    try:
        try:
            int("91520100MA6H000X7K")
        except ValueError as fault:
            raise RuntimeError("贵州某某科技有限公司") from fault
    except RuntimeError as fault:
        report = report_of(fault)
    assert "test_report.py:" in report
    assert "RuntimeError" in report
    assert "ValueError" in report
    assert "91520100MA6H000X7K" not in report
    assert "某某" not in report
    assert "/" not in report.replace("\n", " ")
