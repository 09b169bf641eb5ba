"""With what somebody signs: a key file or a hardware token, and the password or PIN of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui import dialogs
from ui.context import Context
from ui.dialogs import Field, FieldKind
from ui.languages import tr

if TYPE_CHECKING:
    from gyga_desk.model import Paper
    from gyga_desk.operations import Done, Session
    from gyga_desk.operations.signing import Token

FILE, TOKEN = "file", "token"


@dataclass(frozen=True)
class Chosen:
    """A key file or a hardware token, with what opens it."""

    key: Path | Token
    secret: str


def ask_key(parent: QWidget, ctx: Context, pdf: str) -> Chosen | None:
    """Which key, and its password; None where the person turned back."""
    intro = tr("{person} 将在 {name} 上签名。签名加在文件末尾，已有的签名仍然有效。").format(
        person=ctx.person.name, name=pdf
    )
    kinds = ((FILE, tr("密钥文件（.p12、.pfx）")), (TOKEN, tr("硬件介质（USB Key、智能卡）")))
    fields = [
        Field("with", tr("签名用"), FieldKind.CHOICE, ctx.settings.sign_with, choices=kinds),
        Field("words", tr("密钥口令或介质 PIN"), FieldKind.PASSWORD),
        Field("label", tr("介质标签"), required=False, hint=tr("插了不止一个硬件介质时填写")),
    ]
    told = dialogs.ask_form(parent, tr("签名"), intro, fields, tr("选择密钥…"))
    if told is None:
        return None
    ctx.settings.sign_with = told.get("with", FILE)
    key = _token(parent, ctx, told["label"]) if ctx.settings.sign_with == TOKEN else _file(parent, ctx)
    return Chosen(key, told["words"]) if key else None


def _file(parent: QWidget, ctx: Context) -> Path | None:
    return dialogs.open_file(parent, tr("选择本人的签名密钥"), tr("签名密钥 (*.p12 *.pfx)"), ctx.settings.last_folder)


def _token(parent: QWidget, ctx: Context, label: str) -> Token | None:
    """The token behind its maker's module, which is asked for once and remembered."""
    from gyga_desk.operations.signing import Token

    library = Path(ctx.settings.token_library)
    if not library.is_file():
        found = dialogs.open_file(parent, tr("选择硬件介质的驱动库"), tr("PKCS#11 驱动库 (*.so *.dll *.dylib)"))
        if found is None:
            return None
        ctx.settings.token_library, library = str(found), found
    return Token(library, label)


def sign_paper(session: Session, pdf: Path, key: Path | Token, secret: str) -> Done[Paper]:
    """On the store's thread: the operation, which is loaded only when somebody signs."""
    from gyga_desk.operations import signing

    return signing.sign_paper(session, pdf, key, secret)
