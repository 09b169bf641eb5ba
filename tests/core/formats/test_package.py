"""Packages: the same content gives the same bytes, and whatever is not exactly what the sender signed is refused."""

from __future__ import annotations

import hashlib
import io
import json
import stat
import zipfile
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gyga_desk.errors import PackageError
from gyga_desk.formats import package
from gyga_desk.formats.seal import AccountKey

KEY, OTHER = AccountKey(b"\x01" * 32), AccountKey(b"\x02" * 32)
PROOF = b"%PDF-1.7 evidence"
PROOF_NAME = "files/" + hashlib.sha256(PROOF).hexdigest()
FILES = {"cases.json": b'[{"case": "2025-M3-0001"}]', "edition.json": b"{}", PROOF_NAME: PROOF}
HEAD = {"store": "ab", "year": "2025", "number": "1"}


def made(files: Mapping[str, bytes] = FILES) -> bytes:
    return package.write("assignment", "经办人", KEY, HEAD, files)[0]


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def packed(entries: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def resigned(entries: dict[str, bytes], key: AccountKey = KEY, **changes: object) -> bytes:
    """A package whose manifest somebody has written anew and signed."""
    said = json.loads(entries["manifest.json"]) | changes
    manifest = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return packed(entries | {"manifest.json": manifest, "manifest.sig": key.sign(package.DOMAIN, manifest)})


def test_what_went_in_comes_out() -> None:
    data, digest = package.write("assignment", "经办人", KEY, HEAD, FILES)
    found = package.read(data)
    assert (found.kind, found.sender, found.key, dict(found.head), dict(found.files)) == (
        "assignment",
        "经办人",
        KEY.public,
        HEAD,
        FILES,
    )
    assert found.digest == digest and found.record("cases.json") == [{"case": "2025-M3-0001"}]


def test_the_same_content_gives_the_same_bytes_in_any_order() -> None:
    assert made(dict(reversed(FILES.items()))) == made()


def test_a_missing_or_broken_record_is_a_sentence() -> None:
    found = package.read(made({"cases.json": b"{"}))
    for name in ("cases.json", "marks.json"):
        with pytest.raises(PackageError, match=name):
            found.record(name)


@pytest.mark.parametrize(
    "name",
    [
        "../cases.json",
        "/cases.json",
        "C:\\cases.json",
        "..\\cases.json",
        "con",
        "files/../x.json",
        "Cases.json",
        "files/" + "g" * 64,
    ],
)
def test_a_name_outside_the_list_is_neither_written_nor_read(name: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        made({name: b"x"})
    with pytest.raises(PackageError, match="不该有的文件"):
        package.read(packed(parts(made()) | {name: b"x"}))


def _altered() -> bytes:
    return packed(parts(made()) | {"cases.json": FILES["cases.json"].replace(b"0001", b"0002")})


def _added() -> bytes:
    return packed(parts(made()) | {"marks.json": b"[]"})


def _removed() -> bytes:
    return packed({n: d for n, d in parts(made()).items() if n != PROOF_NAME})


def _unsigned() -> bytes:
    return packed({n: d for n, d in parts(made()).items() if n != "manifest.sig"})


def _spaced() -> bytes:
    held = parts(made())
    manifest = json.dumps(json.loads(held["manifest.json"])).encode()
    return packed(held | {"manifest.json": manifest, "manifest.sig": KEY.sign(package.DOMAIN, manifest)})


def _another_key() -> bytes:
    held = parts(made())
    return packed(held | {"manifest.sig": OTHER.sign(package.DOMAIN, held["manifest.json"])})


def _newer() -> bytes:
    return resigned(parts(made()), format=2)


def _twice() -> bytes:
    out = io.BytesIO(made())
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("cases.json", b"[]")
    return out.getvalue()


def _bomb() -> bytes:
    return packed(parts(made()) | {"marks.json": bytes(package.MOST_ENTRY + 1)})


def _odd_method() -> bytes:
    return packed(parts(made()), zipfile.ZIP_BZIP2)


def _listed_wrong() -> bytes:
    return resigned(parts(made()), files={"cases.json": 1})


def _head_of_numbers() -> bytes:
    return resigned(parts(made()), head={"year": 2025})


FAULTS: list[tuple[Callable[[], bytes], str]] = [
    (_altered, "摘要不符"),
    (_added, "与清单不一致"),
    (_removed, "与清单不一致"),
    (_unsigned, "缺少清单或签名"),
    (_spaced, "被改动过"),
    (_another_key, "签名与内容不符"),
    (_newer, "先升级本程序"),
    (_twice, "不该有的文件"),
    (_bomb, "与清单不一致"),
    (_odd_method, "不该有的文件"),
    (_listed_wrong, "与清单不一致"),
    (_head_of_numbers, "被改动过"),
]


@pytest.mark.parametrize(("make", "words"), FAULTS, ids=[make.__name__ for make, _ in FAULTS])
def test_whatever_is_not_what_the_sender_signed_is_refused(make: Callable[[], bytes], words: str) -> None:
    with pytest.raises(PackageError, match=words):
        package.read(make())


def test_a_link_is_content_and_nothing_else() -> None:
    """Names are never paths here, so that a link in the archive points nowhere."""
    info = zipfile.ZipInfo("cases.json")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    out = io.BytesIO()
    held = parts(made())
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in held.items():
            archive.writestr(info if name == "cases.json" else name, data)
    assert package.read(out.getvalue()).files["cases.json"] == FILES["cases.json"]


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_a_changed_byte_is_refused_or_changes_nothing_that_is_read(data: st.DataObject) -> None:
    whole = made()
    place, by = data.draw(st.integers(0, len(whole) - 1)), data.draw(st.integers(1, 255))
    changed = whole[:place] + bytes([whole[place] ^ by]) + whole[place + 1 :]
    try:
        found = package.read(changed)
    except PackageError as fault:
        refused = str(fault)
    else:
        refused = "。" if found == package.read(whole) else "read something else"
    assert refused.endswith("。")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_a_package_cut_short_is_refused(length: int) -> None:
    whole = made()
    with pytest.raises(PackageError):
        package.read(whole[: length % len(whole)])


def test_too_large_a_file_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MOST_BYTES", 100)
    with pytest.raises(PackageError, match="超过"):
        package.read(made())


def test_a_package_that_unfolds_beyond_its_limit_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small as a file, since it is all alike."""
    whole = made({"cases.json": b"0" * 50_000, "edition.json": b"0" * 50_001})
    monkeypatch.setattr(package, "MOST_BYTES", 100_000)
    assert len(whole) < package.MOST_BYTES
    with pytest.raises(PackageError, match="展开后过大"):
        package.read(whole)


def test_too_much_inside_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MOST_FILES", 2)
    with pytest.raises(PackageError, match="过大"):
        package.read(made())
    monkeypatch.setattr(package, "MOST_FILES", 20)
    monkeypatch.setattr(package, "MOST_ENTRY", 4)
    with pytest.raises(PackageError, match="过大"):
        package.read(made())
