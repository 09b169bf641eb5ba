"""Three reviewers with two machines each and a desk: whatever is done in whatever order, one result or a named conflict."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, multiple, rule, run_state_machine_as_test

from gyga_desk.errors import Refused
from gyga_desk.model import Answer, Declared
from gyga_desk.operations import Session, history, marks, packing, review, taking
from gyga_desk.operations.session import open_session
from gyga_desk.store import check_store, lineage
from gyga_desk.store.lineage import Row
from tests.headless import CLERK, OTHER_REVIEWER, REVIEWER, password_of

THIRD = "赵主任"
PEOPLE = (REVIEWER, OTHER_REVIEWER, THIRD)
MARKING = [(who, n) for who in PEOPLE[:2] for n in (1, 2)]
"""The chair answers and gives no marks."""
MACHINES = [(who, n) for who in PEOPLE for n in (1, 2)]
EXAMPLES = 8
CASES = ("2025-M3-0001", "2025-M3-0002")
Key = tuple[str, tuple[str, ...]]
Said = frozenset[tuple[tuple[str, str | int | None], ...] | None]
GONE: Said = frozenset([None])


@pytest.fixture(scope="module")
def starts(_filed: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The desk and each person's machine as the assignment makes it, to be copied."""
    folder = tmp_path_factory.mktemp("starts")
    made = {"desk": Path(shutil.copy(_filed, folder / "desk.gyga"))}
    with_assignments = open_session(made["desk"], CLERK, password_of(CLERK))
    for place, who in enumerate(PEOPLE):
        out = folder / f"{place}.gygap"
        packing.pack(with_assignments, who, out, password_of(CLERK), CASES)
        made[who] = folder / f"{place}.gyga"
        taking.start_store(made[who], out.read_bytes(), who, password_of(who))
        there = open_session(made[who], who, password_of(who))
        taking.take(there, out.read_bytes(), password_of(who))
        there.close()
    with_assignments.close()
    return made


def outcome(session: Session) -> dict[Key, Said]:
    """What each row says, with every version that waits for a person: one where there is no conflict; rows that are no more left out."""
    waiting = lineage.divergences(session.db)
    keys = {key for who in PEOPLE for key in lineage.keys_of(session.db, who)} | {(d.table, d.key) for d in waiting}
    found = {}
    for table, key in keys:
        rows = [lineage.row_of(session.db, table, key), *(d.row for d in waiting if (d.table, d.key) == (table, key))]
        found[table, key] = frozenset(said(row) for row in rows)
    return {key: told for key, told in found.items() if told != GONE}


def said(row: Row | None) -> tuple[tuple[str, str | int | None], ...] | None:
    told = lineage.said(row)
    return None if told is None else tuple(sorted(told.items()))


class Exchange(RuleBasedStateMachine):
    """One desk, six machines, one stick."""

    starts: dict[str, Path]
    replies = Bundle("replies")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="orders-"))
        self.open: dict[object, Session] = {}
        self.sent: list[bytes] = []
        self.count = 0

    @initialize()
    def begin(self) -> None:
        self.desk = self._at("desk", "desk", CLERK)

    def _at(self, place: object, start: str, who: str) -> Session:
        if place not in self.open:
            self.count += 1
            store = Path(shutil.copy(self.starts[start], self.folder / f"{self.count}.gyga"))
            self.open[place] = open_session(store, who, password_of(who))
        return self.open[place]

    def _machine(self, place: tuple[str, int]) -> Session:
        return self._at(place, place[0], place[0])

    def _name(self) -> Path:
        self.count += 1
        return self.folder / f"{self.count}.gygap"

    @rule(place=st.sampled_from(MACHINES), case=st.sampled_from(CASES), answer=st.sampled_from([Answer.YES, Answer.NO]))
    def answer(self, place: tuple[str, int], case: str, answer: Answer) -> None:
        review.answer_check(self._machine(place), case, "3.4", answer, "")

    @rule(place=st.sampled_from(MARKING), case=st.sampled_from(CASES), points=st.sampled_from(["1", "2"]))
    def mark(self, place: tuple[str, int], case: str, points: str) -> None:
        session = self._machine(place)
        if lineage.row_of(session.db, "conflict", (case, place[0])) is None:
            review.declare_conflict(session, case, Declared.NONE, "")
        item = next(iter(session.edition.measures[2].rubric.items)).id  # type: ignore[union-attr]
        marks.give_mark(session, case, item, points)

    @rule(place=st.sampled_from(MACHINES))
    def undo(self, place: tuple[str, int]) -> None:
        with suppress(Refused):  # nothing to undo
            history.undo(self._machine(place))

    @rule(target=replies, place=st.sampled_from(MACHINES))
    def reply(self, place: tuple[str, int]) -> object:
        if place not in self.open:
            return multiple()
        out = self._name()
        packing.pack(self.open[place], CLERK, out, password_of(place[0]))
        self.sent.append(out.read_bytes())
        return len(self.sent) - 1

    @rule(reply=replies)
    def take(self, reply: int) -> None:
        taking.take(self.desk, self.sent[reply], password_of(CLERK))

    @rule(place=st.sampled_from(MACHINES))
    def send_again(self, place: tuple[str, int]) -> None:
        """A new assignment carries the desk's rows of the person to the machine."""
        out = self._name()
        packing.pack(self.desk, place[0], out, password_of(CLERK), CASES)
        taking.take(self._machine(place), out.read_bytes(), password_of(place[0]))

    @rule(case=st.sampled_from(CASES))
    def correct(self, case: str) -> None:
        """The desk's facts change meanwhile."""
        self.count += 1
        with self.desk.store.operation("更正", CLERK, "2025-07-01T09:00:00+08:00"):
            self.desk.db.execute("UPDATE cases SET digest = ? WHERE id = ?", (f"sha256:{self.count:064x}", case))

    def teardown(self) -> None:
        try:
            self._compare()
        finally:
            for session in self.open.values():
                session.close()
            shutil.rmtree(self.folder)

    def _compare(self) -> None:
        """Everything said is at the desk at last, by whatever order it came."""
        machines = [place for place in MACHINES if place in self.open]
        for place in machines:
            self.reply(place)
        orders = {
            "desk": range(len(self.sent)),
            "forth": range(len(self.sent)),
            "back": [*reversed(range(len(self.sent)))] * 2,
        }
        found = {}
        for name, order in orders.items():
            session = self._at(name, "desk", CLERK)
            for number in order:
                taking.take(session, self.sent[number], password_of(CLERK))
            found[name] = outcome(session)
        assert found["forth"] == found["back"] == found["desk"]
        for session in self.open.values():
            assert check_store(session.store.path) == []
        self._nothing_lost(machines, found["desk"])

    def _nothing_lost(self, machines: list[tuple[str, int]], found: dict[Key, Said]) -> None:
        """What each machine says at the end is at the desk, unless another machine of the person knows of it and says otherwise."""
        for place in machines:
            here = self.open[place]
            for table, key in lineage.keys_of(here.db, place[0]):
                revs = lineage.revs_of(here.db, table, key)
                others = [lineage.revs_of(self.open[o].db, table, key) for o in machines if o != place]
                if not any(revs < other for other in others):
                    assert said(lineage.row_of(here.db, table, key)) in found.get((table, key), GONE), (
                        place,
                        table,
                        key,
                    )


def test_whatever_the_order_one_result_or_a_named_conflict(starts: dict[str, Path]) -> None:
    machine = type("Prepared", (Exchange,), {"starts": starts})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
