"""A few hundred of the mutated workbooks; `make fuzz` reads a hundred thousand."""

from __future__ import annotations

import subprocess
import sys

from tests.core.formats.makers import zipped
from tests.fuzz import FOREIGN, ROOT, batch_lines, mutated, outcome, page, samples, text, xlsb, xlsx


def test_what_is_mutated_is_whole_before() -> None:
    whole = [zipped(xlsx()), text().encode(), page().encode(), xlsb(), *samples()]
    assert [outcome(data) for data in whole] == ["problems"] * len(whole)


def test_a_number_gives_the_same_file_everywhere() -> None:
    assert [mutated(number) for number in range(20)] == [mutated(number) for number in range(20)]
    assert len({mutated(number) for number in range(100)}) == 100


def test_mutated_workbooks_are_read_or_refused() -> None:
    lines = [line.split(" ", 2) for first in (0, 50_000) for line in batch_lines(first, 300)]
    assert [int(number) for number, _, _ in lines] == [*range(300), *range(50_000, 50_300)]
    wrong = [
        line
        for line in lines
        if line[2] not in ("read", "problems", "refused") and (line[1] not in FOREIGN or line[2] != "died")
    ]
    assert wrong == []
    assert {line[2] for line in lines} >= {"problems", "refused"}


def test_a_fault_is_told_with_its_number() -> None:
    program = "from tests import fuzz; fuzz.outcome = lambda data: 1 / 0; print(fuzz.run_batch(7, 1))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, cwd=ROOT, check=True)
    assert done.stdout.decode().startswith("7 ")
    assert "FAULT" in done.stdout.decode()
    assert "ZeroDivisionError" in done.stdout.decode()
