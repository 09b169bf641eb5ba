"""A store lies on a disk of this machine: shares and sticks are refused, by what the system tells of its mounts."""

from __future__ import annotations

from pathlib import Path

import pytest

from gyga_desk.errors import StoreError
from gyga_desk.store import Store, open_reader, place
from tests.headless import CLERK, Desk

ROOT = "25 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw"


@pytest.fixture
def mounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's list of mounts, to be written by the test."""
    told = tmp_path / "mountinfo"
    monkeypatch.setattr(place, "MOUNTS", told)
    return told


def mounted(mounts: Path, point: Path, system: str, device: str = "0:44") -> None:
    blank = str(point).replace(" ", "\\040")
    mounts.write_text(f"{ROOT}\n40 25 {device} / {blank} rw,nosuid shared:2 master:1 - {system} //server/share rw\n")


@pytest.mark.parametrize("system", ["cifs", "nfs4", "fuse.sshfs", "smb3", "vboxsf", "vmhgfs", "fuse.vmhgfs-fuse"])
def test_a_store_on_a_share_is_refused_and_can_still_be_read(filed: Desk, mounts: Path, system: str) -> None:
    mounted(mounts, filed.store.parent, system)
    said = filed.refused("undo", who=CLERK)
    assert "网络共享" in said and "交换包或备份" in said
    assert filed("verify", filed.store, who=CLERK).status == 0
    with pytest.raises(StoreError, match="网络共享"):
        Store.create(filed.store.with_name("新.gyga"))
    assert not filed.store.with_name("新.gyga").exists()


@pytest.mark.parametrize("system", ["ext4", "xfs", "btrfs", "tmpfs", "fuseblk", "overlay", "9p", "virtiofs"])
def test_a_disk_of_this_machine_is_taken(filed: Desk, mounts: Path, system: str) -> None:
    mounted(mounts, filed.store.parent, system)
    Store.open(filed.store).close()


def test_the_longest_mount_decides_and_the_last_of_two_at_one_point(tmp_path: Path) -> None:
    told = f"""{ROOT}
30 25 0:50 / /srv rw - nfs4 host:/srv rw
31 30 8:1 / /srv/local\\040disk rw - ext4 /dev/sda1 rw
32 31 0:51 / /srv/twice rw - ext4 /dev/sdb rw
33 32 0:52 / /srv/twice rw - cifs //h/s rw
broken line
"""
    for path, found in {
        "/srv/a.gyga": ("0:50", "nfs4"), "/srv/local disk/a.gyga": ("8:1", "ext4"), "/srv/twice/a.gyga": ("0:52", "cifs"),
        "/home/a.gyga": ("254:0", "ext4"), "/srvx/a.gyga": ("254:0", "ext4"),
    }.items():  # fmt: skip
        assert place._mounted(Path(path), told) == found
    assert place._mounted(Path("/home/a.gyga"), "") is None


@pytest.mark.parametrize(("removable", "partition"), [("1", False), ("1", True), ("0", True)])
def test_a_stick_is_known_by_its_disk(
    filed: Desk, mounts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, removable: str, partition: bool
) -> None:
    disk = tmp_path / "devices" / "sdb"
    (disk / "sdb1").mkdir(parents=True)
    (disk / "removable").write_text(f"{removable}\n")
    (tmp_path / "8:17").symlink_to(disk / "sdb1" if partition else disk)
    monkeypatch.setattr(place, "DEVICES", tmp_path)
    mounted(mounts, filed.store.parent, "vfat", "8:17")
    if removable == "1":
        assert "可移动盘" in filed.refused("undo", who=CLERK)
    else:
        Store.open(filed.store).close()


def test_a_copy_on_a_share_is_read_for_verification(filed: Desk, mounts: Path) -> None:
    mounted(mounts, filed.store.parent, "cifs")
    open_reader(filed.store).close()


def test_where_the_system_tells_nothing_work_goes_on(filed: Desk, mounts: Path) -> None:
    assert not mounts.exists()
    Store.open(filed.store).close()
