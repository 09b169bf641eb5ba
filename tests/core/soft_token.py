"""A hardware token made of files (SoftHSM2), as its maker's tools would fill it: for tests of signing with one."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12

PIN = "135790"
_PLACES = ("/usr/lib/softhsm", "/usr/lib64/softhsm", "/usr/local/lib/softhsm", "/usr/lib/x86_64-linux-gnu/softhsm")


def library() -> Path:
    """SoftHSM2's module; a machine that tests has it."""
    return next(p for place in _PLACES if (p := Path(place) / "libsofthsm2.so").is_file())


@dataclass(frozen=True)
class Box:
    """Where the tokens of one test lie."""

    folder: Path

    @property
    def conf(self) -> Path:
        return self.folder / "softhsm2.conf"

    def prepare(self) -> None:
        tokens = self.folder / "tokens"
        tokens.mkdir(parents=True)
        self.conf.write_text(f"directories.tokendir = {tokens}\nobjectstore.backend = file\nlog.level = ERROR\n")

    def add(self, label: str) -> None:
        """A new, empty token."""
        self._run("--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", "246800")

    def put_key(self, label: str, p12: bytes, phrase: str, mark: str) -> None:
        """A private key out of a key file, under a mark in hexadecimal."""
        key = pkcs12.load_key_and_certificates(p12, phrase.encode())[0]
        path = self.folder / "key.pem"
        path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))  # type: ignore[union-attr]
        self._run("--import", str(path), "--token", label, "--label", "key", "--id", mark, "--pin", PIN)

    def put_certificate(self, label: str, der: bytes, mark: str) -> None:
        import pkcs11
        from pkcs11.util.x509 import decode_x509_certificate

        fresh(library())
        token = pkcs11.lib(str(library())).get_token(token_label=label)
        with token.open(rw=True, user_pin=PIN) as session:
            told = decode_x509_certificate(der)
            told |= {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.ID: bytes.fromhex(mark)}
            session.create_object(told)

    def _run(self, *words: str) -> None:
        env = os.environ | {"SOFTHSM2_CONF": str(self.conf)}
        subprocess.run(["softhsm2-util", *words], env=env, capture_output=True, check=True)


def fresh(module: Path) -> None:
    """Lets a module that was loaded before look at its tokens anew, as when one is plugged in."""
    import pkcs11

    loaded = pkcs11.lib(str(module))
    if loaded.initialized:
        loaded.finalize()
