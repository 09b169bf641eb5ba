"""Who signs which paper, in what order, with what: as the edition and its guide have it, and refused with the reason."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from gyga_desk.errors import Cancelled, DeskError
from gyga_desk.formats import keys as key_files
from gyga_desk.formats import signatures
from gyga_desk.model import Paper, PaperState, Role
from gyga_desk.operations import Session, keys, papers, signing_many
from gyga_desk.operations.demo import Calendar, Demo
from gyga_desk.operations.session import open_session
from gyga_desk.operations.sheets.kinds import KINDS
from gyga_desk.operations.signing import place_for, sign_paper, signers_of
from gyga_desk.policy.kinds import SIGNED_PAPERS
from gyga_desk.progress import Progress, silent
from gyga_desk.store.reads import PersonRow

CLERK, CHAIR, REVIEWER, OBSERVER, ADMIN = "经办人", "主任", "审核员", "监督员", "管理员"


class Desk:
    """The demonstration year, with a key for everybody."""

    def __init__(self, demo: Demo, folder: Path) -> None:
        self.demo, self.folder, self.clock = demo, folder, Calendar()
        self.store = Path(shutil.copy(demo.store, folder))
        shutil.copytree(f"{demo.store}.keys", f"{self.store}.keys")
        self.keys = {name: demo.keys / f"{name}.p12" for name in (CLERK, CHAIR, REVIEWER)}
        self.clock.go(8, 1)
        with self.session(ADMIN) as session:
            self.keys[OBSERVER] = folder / "监督员.p12"
            keys.make_key(session, OBSERVER, demo.password, demo.password, self.keys[OBSERVER])

    @contextmanager
    def session(self, name: str, **changes: object) -> Iterator[Session]:
        session = open_session(self.store, name, self.demo.password, self.clock)
        try:
            yield replace(session, **changes) if changes else session
        finally:
            session.close()

    def print(self, kind: str, who: str = "") -> Path:
        with self.session(CLERK) as session:
            made = papers.print_papers(
                session, kind, 3, 2025, None, self.folder / kind, options=papers.Options(who=who)
            ).value
        return made[0].path

    def sign(self, pdf: Path, name: str, key: str = "", **changes: object) -> Paper:
        with self.session(name, **changes) as session:
            return sign_paper(session, pdf, self.keys[key or name], self.demo.password).value

    def refused(self, pdf: Path, name: str, key: str = "", **changes: object) -> str:
        """The sentence; the file is left as it was."""
        before = pdf.read_bytes()
        with pytest.raises(DeskError) as caught:
            self.sign(pdf, name, key, **changes)
        assert pdf.read_bytes() == before
        return str(caught.value)

    def verified(self, pdf: Path) -> papers.VerifyResult:
        with self.session(CLERK) as session:
            return papers.verify_paper(session.db, pdf)


@pytest.fixture
def desk(demo: Demo, tmp_path: Path) -> Desk:
    return Desk(demo, tmp_path)


def test_what_the_edition_names_are_kinds_of_paper() -> None:
    assert set(SIGNED_PAPERS.items()) <= {(kind.id, kind.title) for kind in KINDS}


def test_minutes_are_signed_by_three_in_any_order_and_by_nobody_else(desk: Desk) -> None:
    pdf = desk.print("minutes")
    printed = pdf.read_bytes()
    assert "由主任、监督员、经办人签名" in desk.refused(pdf, REVIEWER)
    for name in (CLERK, CHAIR, OBSERVER):
        desk.sign(pdf, name)
    found = desk.verified(pdf)
    assert found.ok
    assert [(s.field, s.name) for s in found.signatures] == [("Clerk", CLERK), ("Chair", CHAIR), ("Observer", OBSERVER)]
    assert pdf.read_bytes().startswith(printed)
    assert "已有签名" in desk.refused(pdf, CHAIR)


def test_a_declaration_is_signed_by_whom_it_is_of(desk: Desk) -> None:
    pdf = desk.print("recusal", REVIEWER)
    assert f"由{REVIEWER}签名" in desk.refused(pdf, CHAIR)
    paper = desk.sign(pdf, REVIEWER)
    assert [(s.role, s.person) for s in signers_of(paper)] == [("self", REVIEWER)]
    assert [(s.field, s.name) for s in desk.verified(pdf).signatures] == [("Self", REVIEWER)]


def test_a_notice_has_no_place_for_a_signature(desk: Desk) -> None:
    pdf = desk.print("acceptance")
    assert "没有数字签名栏" in desk.refused(pdf, CLERK)
    with pikepdf.open(pdf) as opened:
        assert "/AcroForm" not in opened.Root


def test_each_paper_has_just_the_places_that_the_edition_names(desk: Desk) -> None:
    with desk.session(CLERK) as session:
        edition = session.edition
    for kind in ("approval", "minutes", "score-table", "notice-report", "fund-approval", "score-sheet", "opinions"):
        with pikepdf.open(desk.print(kind)) as opened:
            there = [str(field.T) for field in opened.Root.AcroForm.Fields]
        assert sorted(there) == sorted(signer.capitalize() for signer in edition.signing[kind].signers), kind


def test_where_the_edition_has_an_order_it_is_kept(desk: Desk) -> None:
    pdf = desk.print("approval")
    with desk.session(CLERK) as session:
        edition = session.edition
    held = replace(edition.signing["approval"], in_order=True)
    ordered = replace(edition, signing={**edition.signing, "approval": held})
    assert "审核员还没有签" in desk.refused(pdf, CHAIR, edition=ordered)
    assert "审核员、主任还没有签" in desk.refused(pdf, CLERK, edition=ordered)
    for name in (REVIEWER, CHAIR, CLERK):
        desk.sign(pdf, name, edition=ordered)
    assert desk.verified(pdf).ok


def test_who_signs_otherwise_by_the_guide_makes_another_paper(desk: Desk) -> None:
    """What stands on a paper is part of what it shows."""
    pdf = desk.print("minutes")
    with desk.session(CLERK) as session:
        signing = session.edition.signing
        changed = replace(
            session.edition, signing={**signing, "minutes": replace(signing["minutes"], signers=("chair",))}
        )
    assert "请重新打印" in desk.refused(pdf, CHAIR, edition=changed)


def test_a_key_before_its_time_does_not_sign(desk: Desk) -> None:
    pdf = desk.print("minutes")
    desk.clock.go(1, 5)
    assert "起才生效" in desk.refused(pdf, CHAIR)


def test_a_key_after_its_time_does_not_sign(desk: Desk) -> None:
    pdf = desk.print("minutes")
    later = desk.clock().replace(year=2031)
    assert "到期" in desk.refused(pdf, CHAIR, clock=lambda: later)


def test_a_key_of_another_or_with_a_wrong_password_does_not_sign(desk: Desk) -> None:
    pdf = desk.print("minutes")
    assert "登记在 经办人 名下" in desk.refused(pdf, CHAIR, key=CLERK)
    with desk.session(CHAIR) as session, pytest.raises(DeskError, match="口令不对"):
        sign_paper(session, pdf, desk.keys[CHAIR], "not-the-password")


def test_a_root_is_no_key_to_sign_with(desk: Desk) -> None:
    desk.keys["根"] = Path(f"{desk.store}.keys") / "root.p12"
    assert "不是签名用的证书" in desk.refused(desk.print("minutes"), CHAIR, key="根")


def test_a_signature_that_nobody_vouches_for_keeps_the_next_person_from_signing(desk: Desk) -> None:
    pdf, now, word = desk.print("minutes"), desk.clock(), "Waidan-2025"
    root = key_files.make_root("外单位", word, now)
    strange = key_files.make_person_key(root.p12, word, CLERK, "经办人", word, now)
    held = key_files.load_p12(strange.p12, word, now)
    pdf.write_bytes(signatures.sign_with(pdf.read_bytes(), held, field="Clerk", name=CLERK, role="经办人", at=now))
    assert "已有的签名有问题" in desk.refused(pdf, CHAIR)


def overlay(data: bytes) -> bytes:
    """Something painted over the first page, in a revision of its own."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    reference = writer.root["/Pages"]["/Kids"].raw_get(0)
    page = reference.get_object()
    paint = writer.add_object(generic.StreamObject(stream_data=b"q 1 1 1 rg 100 400 300 60 re f Q"))
    page[generic.NameObject("/Contents")] = generic.ArrayObject([page.raw_get("/Contents"), paint])
    writer.mark_update(reference)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


@pytest.mark.parametrize("signed", [False, True], ids=("unsigned", "signed"))
@pytest.mark.parametrize(
    "change",
    [overlay, lambda data: data + b"\n% more\n", lambda data: data[:9000] + bytes([data[9000] ^ 1]) + data[9001:]],
    ids=("painted over", "bytes behind", "a bit"),
)
def test_a_file_changed_after_printing_or_signing_is_not_signed_further(
    desk: Desk, change: object, signed: bool
) -> None:
    pdf = desk.print("minutes")
    if signed:
        desk.sign(pdf, CLERK)
    pdf.write_bytes(change(pdf.read_bytes()))  # type: ignore[operator]
    told = desk.refused(pdf, CHAIR)
    assert any(words in told for words in ("改动", "损坏", "有问题"))


def test_a_place_with_ones_name_comes_before_that_of_ones_role() -> None:
    held = '{"head":{"signers":[{"role":"observer","label":"监督员","person":""},{"role":"self","label":"甲","person":"甲"}]}}'
    paper = Paper("N", "opinions", "", "", "", "", 1, PaperState.PRINTED, "", "", "", "", 3, 2025, "甲", held)
    assert place_for(paper, PersonRow("甲", Role.OBSERVER)).role == "self"  # type: ignore[union-attr]
    assert place_for(paper, PersonRow("乙", Role.OBSERVER)).role == "observer"  # type: ignore[union-attr]
    assert place_for(paper, PersonRow("乙", Role.CLERK)) is None


class Many:
    """Papers of two kinds in one folder that nobody has signed, and who signs all that wait for them."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.folder = desk, desk.folder / "全部"
        with desk.session(CLERK) as session:
            cases = papers.supported(session.db, session.edition, 3, 2025)[-4:]
            made = [
                one
                for kind, chosen in (("approval", cases), ("minutes", None))
                for one in papers.print_papers(session, kind, 3, 2025, chosen, self.folder / kind).value
            ]
        self.paths = {one.paper.number: one.path for one in made}
        self.bytes = {number: path.read_bytes() for number, path in self.paths.items()}

    def waiting(self, session: Session) -> set[str]:
        return set(signing_many.waiting(session, 2025)) & set(self.paths)

    def sign(self, session: Session, progress: Progress = silent, secret: str = "") -> signing_many.ManySigned:
        key, secret = self.desk.keys[session.person.name], secret or self.desk.demo.password
        return signing_many.sign_waiting(session, list(self.paths), [self.folder], key, secret, progress).value

    def untouched(self) -> set[str]:
        return {number for number, path in self.paths.items() if path.read_bytes() == self.bytes[number]}


@pytest.fixture
def many(desk: Desk) -> Many:
    return Many(desk)


def test_all_that_waits_is_signed_in_one_act_and_a_stop_leaves_whole_papers(many: Many) -> None:
    heard = list[str]()

    def stop(done: int, total: int, what: str = "") -> None:
        heard.append(what)
        if what.startswith("签署") and done == 2:
            raise Cancelled

    with many.desk.session(CHAIR) as session:
        assert many.waiting(session) == set(many.paths)
        with pytest.raises(DeskError, match="口令"):
            many.sign(session, secret="not-it")
        assert many.untouched() == many.waiting(session) == set(many.paths)
        made = many.sign(session, stop)
        signed = {one.number for one in made.papers if not one.why}
        assert made.stopped and made.done == len(signed) == 2
        assert {one.why for one in made.papers if one.why} == {"按您的要求停止，这一份没有签。"}
        assert many.untouched() == many.waiting(session) == set(many.paths) - signed
        assert sum(what.startswith("查找文书") for what in heard) == len(many.paths)
        made = many.sign(session)
        assert {one.number for one in made.papers if not one.why} == set(many.paths) - signed
        assert {one.why for one in made.papers if one.number in signed} == {
            f"{number} 的主任处已有签名，不能重复签。" for number in signed
        }
        assert not many.waiting(session)
        for path in many.paths.values():
            found = papers.verify_paper(session.db, path)
            assert found.ok and [s.name for s in found.signatures] == [CHAIR]
        with pytest.raises(DeskError, match="没有等待 主任 签名的文书"):
            signing_many.sign_waiting(session, [], [], many.desk.keys[CHAIR], many.desk.demo.password)


def test_what_cannot_be_signed_is_told_and_holds_up_no_other(many: Many) -> None:
    void, lost, changed, twin, sound = many.paths
    with many.desk.session(CLERK) as session:
        papers.void_paper(session, void, "纸张污损")
    many.paths[lost].unlink()
    many.paths[changed].write_bytes(many.bytes[changed].replace(b"%%EOF", b"%%EOF\n% more"))
    shutil.copy(many.paths[twin], many.folder / "另一份.pdf")
    (many.folder / "别的.pdf").write_bytes(b"%PDF-1.7 cut short")
    with many.desk.session(CHAIR) as session:
        ordered = replace(session.edition.signing["approval"], in_order=True)
        edition = replace(session.edition, signing={**session.edition.signing, "approval": ordered})
        assert many.waiting(replace(session, edition=edition)) == {sound}, "the sheets wait for others first"
        made = many.sign(session)
    why = {(one.number, one.path and one.path.name): one.why for one in made.papers}
    assert "已作废" in why[void, many.paths[void].name]
    assert "没有找到" in why[lost, None]
    assert "打印之后被改动过" in why[changed, many.paths[changed].name]
    assert sorted(bool(one.why) for one in made.papers if one.number == twin) == [False, True]
    assert any(one.number == twin and "同一份文书" in one.why for one in made.papers)
    assert not why[sound, many.paths[sound].name]
    assert (made.done, len(made.papers)) == (2, 6)
