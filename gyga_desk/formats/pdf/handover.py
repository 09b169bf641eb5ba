"""收发凭单: what one package was, who sent it to whom, and the digest both ends compare, for both to sign."""

from __future__ import annotations

from dataclasses import dataclass

from gyga_desk.formats.pdf.document import Document, Head
from gyga_desk.formats.pdf.form import Section
from gyga_desk.formats.pdf.grid import LEFT, MID, Col, table
from gyga_desk.formats.pdf.page import BODY_WIDTH
from gyga_desk.formats.pdf.prose import form_title
from gyga_desk.formats.pdf.rows import pair, pairs
from gyga_desk.formats.pdf.signing import sign_row

TITLE = "交换包收发凭单"
_COLUMNS = (Col("序号", 30, MID), Col("内容", 200, LEFT), Col("数量", 60, MID))
_WORDS = "收发双方核对摘要，一致即为同一个交换包；不一致的不得收取，并当面查明。"


@dataclass(frozen=True)
class Handover:
    """What the receipt shows."""

    head: Head
    package: str
    """`任务包第 3 号`."""
    way: str
    """发出 or 收取."""
    sender: str
    receiver: str
    by: str
    at: str
    store: str
    digest: str
    """`sha256:…` over the package's content."""
    fingerprint: str
    """Of the sender's key, as the record here knows it; empty where it does not."""
    counts: tuple[tuple[str, int], ...]


def compose(paper: Handover) -> Document:
    about = Section(
        "交换包",
        (
            pairs(("交换包", paper.package), ("往来", paper.way)),
            pairs(("发送人", paper.sender), ("接收人", paper.receiver)),
            pairs(("办理人", paper.by), ("办理时间", paper.at)),
            pair("数据文件", paper.store),
            pair("摘要", _in_fours(paper.digest)),
            pair("发送人密钥\n指纹", _in_fours(paper.fingerprint) if paper.fingerprint else "记录中没有"),
        ),
    )
    counts = table("内容", _COLUMNS, [(str(at), name, str(count)) for at, (name, count) in enumerate(paper.counts, 1)])
    signed = Section(
        "核对",
        (
            pair("核对结果", f"{_WORDS}\n□摘要一致　□摘要不一致"),
            sign_row(BODY_WIDTH, "发送人签名", "日期", high=40),
            sign_row(BODY_WIDTH, "接收人签名", "日期", high=40),
        ),
        whole=True,
    )
    return Document(TITLE, form_title(paper.head, TITLE), (about, counts, signed))


def _in_fours(digest: str) -> str:
    """Digits in groups that an eye can compare line by line."""
    name, _, digits = digest.partition(":")
    return f"{name}  " + " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))
