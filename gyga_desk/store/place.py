"""Where a store may lie: on a disk of this machine; never on a share or a stick, whose locks and syncs cannot be relied on."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from gyga_desk.errors import StoreError

MOUNTS = Path("/proc/self/mountinfo")
DEVICES = Path("/sys/dev/block")
_SHARES = frozenset({
    "afs", "ceph", "cifs", "coda", "davfs", "glusterfs", "gvfsd-fuse", "lustre", "ncpfs", "nfs", "nfs4", "rclone", "smb3", "smbfs",
    "sshfs", "vboxsf", "vmhgfs", "vmhgfs-fuse",
})  # fmt: skip
"""File systems whose files lie on another machine, by the name the system gives them, a leading `fuse.` left out.

What a virtual machine is given of its host's disk by 9p or virtiofs is the same machine's, with its locks and syncs; the
shared folders of desktop hypervisors (vboxsf, vmhgfs) promise neither.
"""
_REMOVABLE, _REMOTE = 2, 4
"""What Windows calls them (GetDriveTypeW)."""


def check_place(path: Path) -> None:
    """Refuses a store on a share or a stick; what the system does not tell is let pass."""
    kind = _kind(path.resolve())
    if kind:
        raise StoreError(
            "{name} 在{kind}上，断电或拔出时可能丢失数据，不能在那里办理；请复制到本机硬盘后再打开，往来用交换包或备份。",
            name=path.name, kind=kind,
        )  # fmt: skip


if sys.platform == "win32":

    def _kind(path: Path) -> str:
        import ctypes

        drive = ctypes.windll.kernel32.GetDriveTypeW(f"{path.drive}\\")
        if path.drive.startswith("\\\\") or drive == _REMOTE:
            return "网络共享"
        return "U 盘等可移动盘" if drive == _REMOVABLE else ""
else:

    def _kind(path: Path) -> str:
        try:
            mounted = _mounted(path, MOUNTS.read_text(encoding="utf-8", errors="surrogateescape"))
        except OSError:
            return ""
        if mounted is None:
            return ""
        device, system = mounted
        if system.removeprefix("fuse.") in _SHARES:
            return "网络共享"
        return "U 盘等可移动盘" if _is_removable(device) else ""


def _mounted(path: Path, told: str) -> tuple[str, str] | None:
    """Device number and kind of the file system a path lies on: the last mount of the longest point above it (proc(5))."""
    found: tuple[int, str, str] | None = None
    for line in told.splitlines():
        words, _, rest = line.partition(" - ")
        parts = words.split()
        if len(parts) < 5 or not rest:
            continue
        point = _plain(parts[4])
        if path.is_relative_to(point) and (found is None or len(point) >= found[0]):
            found = (len(point), parts[2], rest.split()[0])
    return found and found[1:]


def _plain(text: str) -> str:
    r"""A mount point as it is; the list writes a blank as `\040`."""
    for sign in (" ", "\t", "\n", "\\"):
        text = text.replace(f"\\{ord(sign):03o}", sign)
    return text


def _is_removable(device: str) -> bool:
    """Whether the disk, or the disk of the partition, can be pulled out."""
    here = Path(os.path.realpath(DEVICES / device))
    for folder in (here, here.parent):
        try:
            return (folder / "removable").read_text(encoding="ascii").strip() == "1"
        except OSError:
            continue
    return False
