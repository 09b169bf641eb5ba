"""Next year's guide, for tests: the sample with other dates and figures."""

from __future__ import annotations

from pathlib import Path

from gyga_desk import places

FOLDER = places.resources() / "policy" / "2024"
SAMPLE = (FOLDER / "guide-sample.toml").read_text(encoding="utf-8")
CHANGES = (
    ('id = "sample-2025"', 'id = "guide-2026"'), ("2025年度申报指南", "2026年度申报指南"), ("year = 2025", "year = 2026"), ("2025-0", "2026-0"),
    ("rate = 0.30", "rate = 0.40"), ("智算费用的30%核发", "智算费用的40%核发"), ("floor = 70.00", "floor = 90.00"),
)  # fmt: skip


def next_year(folder: Path, *more: tuple[str, str]) -> Path:
    """The sample with next year's dates and figures."""
    text = SAMPLE
    for old, new in (*CHANGES, *more):
        assert old in text, old
        text = text.replace(old, new)
    path = folder / "2026.toml"
    path.write_text(text, encoding="utf-8")
    return path
