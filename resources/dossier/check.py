"""核验案卷：只用 Python 3.9 以上自带的库，不需要任何其他程序，也不需要联网。

用法：python3 核验.py            （在解开的案卷文件夹里）
      python3 核验.py 案卷.zip   （不解开）

查三件事：每个文件与清单的摘要是否一致；操作记录逐步相扣的摘要重算是否一致；封存时第二人的签记是否为其密钥所签。
"""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

MANIFEST, SUMS, TRAIL = "清单.json", "SHA256SUMS.txt", "操作记录/操作.jsonl"
START = "sha256:" + "0" * 64
MOST_BYTES = 4 << 30
MOST_ENTRY = 1 << 30


class Folder:
    """An unpacked dossier."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def names(self) -> set[str]:
        return {p.relative_to(self.root).as_posix() for p in self.root.rglob("*") if p.is_file()}

    def read(self, name: str) -> bytes:
        path = (self.root / name).resolve()
        if self.root.resolve() not in path.parents:
            raise ValueError(name)
        return path.read_bytes()


class Archive:
    """A dossier as one file; read by the names it holds and never written out."""

    def __init__(self, path: Path) -> None:
        self.zip = zipfile.ZipFile(path)
        found = self.zip.infolist()
        if len({i.filename for i in found}) != len(found) or sum(i.file_size for i in found) > MOST_BYTES:
            raise ValueError(path.name)

    def names(self) -> set[str]:
        return {i.filename for i in self.zip.infolist() if not i.is_dir()}

    def read(self, name: str) -> bytes:
        with self.zip.open(name) as file:
            data = file.read(MOST_ENTRY + 1)
        if len(data) > MOST_ENTRY:
            raise ValueError(name)
        return data


def open_dossier(path: Path) -> Folder | Archive:
    return Folder(path) if path.is_dir() else Archive(path)


def check(path: Path) -> tuple[list[str], list[str]]:
    """(what is wrong, what was found right), each a sentence."""
    wrong: list[str] = []
    right: list[str] = []
    try:
        dossier = open_dossier(path)
        manifest = json.loads(dossier.read(MANIFEST))
        check_files(dossier, manifest, wrong, right)
        check_sums(dossier, wrong)
        check_trail(dossier, manifest, wrong, right)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile, RuntimeError) as fault:
        missing = Path(fault.filename).name if isinstance(fault, OSError) and fault.filename else ""
        wrong.append(f"案卷不完整或读不出来（{f'缺少 {missing}' if missing else type(fault).__name__}）。")
    return wrong, right


def check_files(dossier: Folder | Archive, manifest: Any, wrong: list[str], right: list[str]) -> None:
    """Every file against the manifest, and none beside those it lists."""
    listed = {one["path"]: one for one in manifest["files"]}
    there = dossier.names()
    for name, one in listed.items():
        if name not in there:
            wrong.append(f"缺少文件：{name}")
            continue
        data = dossier.read(name)
        if hashlib.sha256(data).hexdigest() != one["sha256"] or len(data) != one["size"]:
            wrong.append(f"内容与清单不符：{name}")
    wrong += [f"清单之外的文件：{name}" for name in sorted(there - set(listed) - {MANIFEST, SUMS})]
    if not wrong:
        right.append(f"清单所列 {len(listed)} 个文件齐全，内容与摘要一致。")


def check_sums(dossier: Folder | Archive, wrong: list[str]) -> None:
    """The list that `sha256sum -c` reads says the same, and of the manifest too."""
    count = 0
    for line in dossier.read(SUMS).decode("utf-8").splitlines():
        digest, name = line[:64], line[66:]
        count += 1
        if hashlib.sha256(dossier.read(name)).hexdigest() != digest:
            wrong.append(f"内容与 {SUMS} 不符：{name}")
    if count != len(dossier.names()) - 1:
        wrong.append(f"{SUMS} 列出的文件数与案卷不符。")


def check_trail(dossier: Folder | Archive, manifest: Any, wrong: list[str], right: list[str]) -> None:
    """The chain of the journal, step by step, as far as whole steps are here; then the checkpoints."""
    steps = [json.loads(line) for line in dossier.read(TRAIL).decode("utf-8").splitlines()]
    digests = {0: START}
    for step in steps:
        digests[step["id"]] = step["digest"]
    whole = [s for s in steps if s["shown"] == "whole"]
    for step in whole:
        before = digests.get(step["id"] - 1)
        if before is None or digest_of(before, step) != step["digest"]:
            wrong.append(f"操作记录第 {step['id']} 步与其摘要不符。")
    if [s["id"] for s in steps] != list(range(1, len(steps) + 1)):
        wrong.append("操作记录的步数不连续。")
    if digests[len(steps)] != manifest["record"]["head"] or len(steps) != manifest["record"]["steps"]:
        wrong.append("操作记录的末步与清单不符。")
    right.append(
        f"操作记录 {len(steps)} 步，其中 {len(whole)} 步内容完整，摘要逐一重算；"
        f"其余 {len(steps) - len(whole)} 步含不在本案卷范围内的内容（其他项目、人员口令），只列摘要。"
    )
    held = 0
    for one in manifest["checkpoints"]:
        said = f"{manifest['record']['store']}:{one['op']}:{one['head']}".encode()
        message = b"gyga-desk checkpoint 1\n" + hashlib.sha256(said).digest()
        key, signature = bytes.fromhex(one["key"])[:32], bytes.fromhex(one["signature"])
        if digests.get(one["op"] - 1) != one["head"]:
            wrong.append(f"{one['person']} 在第 {one['op']} 步的签记与操作记录不符。")
        elif not holds(key, message, signature):
            wrong.append(f"{one['person']} 在第 {one['op']} 步的签记不是其密钥所签。")
        else:
            held += 1
    if held:
        right.append(f"签记 {held} 个，均与操作记录相符，且为所列密钥所签。")


def digest_of(before: str, step: Any) -> str:
    """One step's digest: over the one before, the header and every changed row, each part with its length in front."""
    total = hashlib.sha256()
    header = [step[name] for name in ("id", "uid", "name", "actor", "at", "reverts", "seals")]
    for part in (before, json.dumps(header, ensure_ascii=False)):
        add(total, part.encode("utf-8", "surrogatepass"))
    for row in step["rows"]:
        for part in row:
            add(total, b"\0" if part is None else str(part).encode("utf-8", "surrogatepass"))
    return "sha256:" + total.hexdigest()


def add(total: Any, data: bytes) -> None:
    total.update(b"%d:" % len(data) + data)


# Ed25519 as RFC 8032 §5.1 has it, in whole numbers.
Point = Any
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def plus(a: Point, b: Point) -> Point:
    """Two points of the curve in extended coordinates."""
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    x, y, z, t = f - e, h - g, h + g, f + e
    return (x * y % P, z * t % P, y * z % P, x * t % P)


def times(count: int, point: Point) -> Point:
    """A point added to itself so many times."""
    found = (0, 1, 1, 0)
    while count:
        if count & 1:
            found = plus(found, point)
        point = plus(point, point)
        count >>= 1
    return found


def point_of(data: bytes) -> Point | None:
    """A point from its 32 bytes; None for bytes that are none."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (not x and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def holds(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a signature is of this key over this message."""
    if len(key) != 32 or len(signature) != 64:
        return False
    public, first = point_of(key), point_of(signature[:32])
    count = int.from_bytes(signature[32:], "little")
    if public is None or first is None or count >= Q:
        return False
    hashed = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % Q
    left, right = times(count, BASE), plus(first, times(hashed, public))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def main(words: list[str]) -> int:
    path = Path(words[0]) if words else Path(__file__).resolve().parent
    wrong, right = check(path)
    for sentence in (*right, *wrong):
        print(sentence)
    print("核验未通过。" if wrong else "核验通过。")
    return 1 if wrong else 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(sys.argv[1:]))
