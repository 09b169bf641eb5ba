"""Account keys, slots and sealed files: opened by those they are for, and by nobody after a byte has changed."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gyga_desk.errors import PackageError
from gyga_desk.formats import seal
from gyga_desk.formats.seal import AccountKey

CONTENT = "审核意见".encode() * 50


def key(number: int) -> AccountKey:
    return AccountKey(bytes([number]) * 32)


@cache
def sealed() -> bytes:
    return seal.seal(CONTENT, key(1), [key(2).public, key(3).public], "一次性口令", "给审核员")


def test_each_receiver_and_the_passphrase_open_it() -> None:
    assert seal.unseal(sealed(), key(2)) == CONTENT
    assert seal.unseal(sealed(), key(3)) == CONTENT
    assert seal.unseal(sealed(), None, "一次性口令") == CONTENT
    assert seal.unseal(sealed(), key(9), "一次性口令") == CONTENT


@pytest.mark.parametrize(("who", "passphrase"), [(None, ""), (key(9), ""), (None, "另一个口令"), (key(1), "x")])
def test_nobody_else_opens_it(who: AccountKey | None, passphrase: str) -> None:
    with pytest.raises(PackageError, match="不是发给您的"):
        seal.unseal(sealed(), who, passphrase)


def test_nothing_of_the_content_is_in_the_file_but_the_note_can_be_read() -> None:
    assert CONTENT[:12] not in sealed()
    assert seal.note_of(sealed()) == "给审核员"


def test_the_same_content_for_the_same_people_gives_the_same_bytes() -> None:
    assert seal.seal(CONTENT, key(1), [key(2).public]) == seal.seal(CONTENT, key(1), [key(2).public])
    assert seal.seal(CONTENT, key(1), [key(2).public]) != seal.seal(CONTENT, key(4), [key(2).public])


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_changed_byte_or_a_cut_is_a_sentence(data: st.DataObject) -> None:
    whole = seal.seal(CONTENT, key(1), [key(2).public])
    place = data.draw(st.integers(0, len(whole) - 1))
    if data.draw(st.booleans()):
        changed = whole[:place]
    else:
        changed = whole[:place] + bytes([whole[place] ^ data.draw(st.integers(1, 255))]) + whole[place + 1 :]
    with pytest.raises(PackageError) as refused:
        seal.unseal(changed, key(2))
    assert str(refused.value).endswith("。")


def test_another_file_is_refused_by_name() -> None:
    with pytest.raises(PackageError, match="不是本程序封装的文件"):
        seal.unseal(b"PK\x03\x04", key(2))


def test_a_slot_opens_with_its_password_alone() -> None:
    slot = seal.lock_key(key(5), "审核员的口令")
    assert seal.unlock_key(slot, "审核员的口令").seed == key(5).seed
    with pytest.raises(PackageError, match="口令不对"):
        seal.unlock_key(slot, "别人的口令")
    assert seal.lock_key(key(5), "审核员的口令") != slot


@pytest.mark.parametrize(
    "slot", ["", "{}", "[]", '{"time":99,"memory":8,"lanes":1,"salt":"AAAAAAAAAAA=","nonce":"","box":""}']
)
def test_a_broken_slot_is_a_sentence(slot: str) -> None:
    with pytest.raises(PackageError):
        seal.unlock_key(slot, "口令")


def test_a_signature_holds_for_its_key_its_content_and_its_purpose_alone() -> None:
    signature = key(1).sign("package", b"content")
    assert seal.holds(key(1).public, "package", b"content", signature)
    assert not seal.holds(key(2).public, "package", b"content", signature)
    assert not seal.holds(key(1).public, "package", b"contenT", signature)
    assert not seal.holds(key(1).public, "checkpoint", b"content", signature)
    assert not seal.holds(key(1).public, "package", b"content", b"")


def test_a_public_key_is_written_and_read_back() -> None:
    assert seal.read_public(key(1).public.text) == key(1).public
    assert key(1).public.fingerprint.startswith("sha256:") and key(1).public != key(2).public
    for wrong in ("", "zz", "00" * 63):
        with pytest.raises(PackageError, match="公钥"):
            seal.read_public(wrong)


def test_a_key_does_not_show_itself() -> None:
    assert key(1).seed.hex() not in repr(key(1)) and "seed" not in repr(key(1))


def test_new_keys_differ() -> None:
    assert seal.new_key().seed != seal.new_key().seed
