"""恢复单: the recovery code of an encrypted store in two halves, a page each, that two people keep apart."""

from __future__ import annotations

from dataclasses import dataclass

from gyga_desk.formats.pdf import fonts
from gyga_desk.formats.pdf.document import Document, Head
from gyga_desk.formats.pdf.form import LABEL, LABEL_WIDTH, LONG, REST, VALUE, Part, Row, Section, make_cell
from gyga_desk.formats.pdf.prose import form_title
from gyga_desk.formats.pdf.text import Style

TITLE = "加密数据文件恢复单"
_CODE = Style(fonts.SERIF, 20, 34, "center")
_HOW = (
    "一、口令都忘记、谁也登录不了时，才用恢复单。甲、乙两联合在一起才能打开数据文件，单独一联打不开，也推不出另一联。\n"
    "二、单面打印，两联各占一张纸，分别封存，由两人保管，交接应当登记；不拍照，不录入任何文件，打印后删除电子文件。\n"
    "三、使用时由两人到场，各自输入所保管的一联，为管理员另设口令；使用经过记入操作记录。\n"
    "四、用过之后，或保管人变动、封口破损时，由管理员与第二人重新制作，本单即行作废。"
)


@dataclass(frozen=True)
class Recovery:
    """What the sheet shows."""

    head: Head
    store: str
    made: str
    """When, as a person reads it."""
    first: str
    second: str


def compose(paper: Recovery) -> Document:
    halves = (_half("甲", paper, paper.first), _half("乙", paper, paper.second))
    opening = form_title(paper.head, TITLE)
    return Document(TITLE, opening, (halves[0], Section("", halves[1].parts, fresh=True)))


def _half(name: str, paper: Recovery, code: str) -> Section:
    rows: tuple[Part, ...] = (
        Row(
            (
                make_cell(
                    f"{name}联（共甲、乙两联）", LABEL_WIDTH + REST, Style(fonts.BOLD, 16, 26, "center"), label=True
                ),
            )
        ),
        _row("数据文件", paper.store),
        _row("制作时间", paper.made),
        Row((make_cell("恢复码", LABEL_WIDTH, LABEL, label=True), make_cell(_lines(code), REST, _CODE)), 90),
        _row("保管人", "", 44),
        _row("封存日期", "", 44),
        Row((make_cell("使用说明", LABEL_WIDTH, LABEL, label=True), make_cell(_HOW, REST, LONG))),
    )
    return Section("", rows)


def _lines(code: str) -> str:
    """Three groups a line."""
    groups = code.split("-")
    return "\n".join("　".join(groups[at : at + 3]) for at in range(0, len(groups), 3))


def _row(label: str, value: str, least: float = 0) -> Row:
    return Row((make_cell(label, LABEL_WIDTH, LABEL, label=True), make_cell(value, REST, VALUE)), least)
