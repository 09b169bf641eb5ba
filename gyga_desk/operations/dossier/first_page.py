"""The first page of a dossier: what is in it, what is not, and how it is checked without this program; as HTML and as text."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from gyga_desk.formats.archive import Entry
from gyga_desk.formats.export import ExportSheet
from gyga_desk.model import Outcome
from gyga_desk.money import write_yuan
from gyga_desk.operations import Session
from gyga_desk.operations.dossier.contents import Gathered, kinds
from gyga_desk.operations.dossier.scope import Scope
from gyga_desk.operations.dossier.trail import WHOLE
from gyga_desk.operations.sheets.source import UNIT, moment
from gyga_desk.store import reads

_WHAT = {
    "文书": "打印过的每一件，按记录重新生成，与当时的文件逐字节相同；作废的在“已作废”中",
    "签署件": "带数字签名的文件，可用任何 PDF 阅读器或 pdfsig 查看签名",
    "表格": "申报内容、核对、评分、评审意见、回避声明、结果、决定、文书，每张一个 CSV 文件",
    "逐项说明": "每个项目从申报单元格到金额的每一步和条文，与程序中的“逐项说明”相同",
    "申报表和名单原件": "收到的整份文件，一字未动；其中可能有其他单位的内容",
    "附件": "各项目所附材料，一字未动",
    "政策版本和指南": "计算所依据的条文、参数和申报指南全文",
    "签名证书": "核对签名用的证书，不含私钥",
    "操作记录": "谁在何时做了什么；jsonl 文件供核验程序重算摘要，记录.json 供其他程序读取",
}
_CHECKS = (
    (
        "核对文件有没有被改动",
        "在解开的文件夹里运行 sha256sum -c SHA256SUMS.txt（Windows 可用 certutil -hashfile 文件名 SHA256 逐个对照）。",
    ),
    (
        "核对操作记录和封存签记",
        "运行 python3 核验.py。它只用 Python 自带的库，重算清单和操作记录的摘要，并核对封存时第二人的签记；源码可用记事本阅读。",
    ),
    ("核对数字签名", "对“文书/签署件”中的文件运行 pdfsig 文件名，或用 PDF 阅读器打开；证书在“依据/证书”。"),
    (
        "核对纸质文书",
        "纸上页脚的校验码与“表格/文书.csv”中同一编号的校验码应当一致。",
    ),
    (
        "有本程序时",
        "运行 gyga-desk verify 案卷文件；数据文件在手边的，还逐步与数据文件中的操作记录核对。",
    ),
)


@dataclass(frozen=True)
class Page:
    """What the first page says."""

    title: str
    warning: str
    about: tuple[tuple[str, str], ...]
    results: ExportSheet | None
    parts: tuple[tuple[str, int, str], ...]
    missing: tuple[str, ...]
    withheld: str


def page_of(session: Session, scope: Scope, found: Gathered) -> Page:
    facts, last = reads.store_facts(session.db), found.steps[-1].op
    guide = session.edition.guide
    about = (
        ("单位", UNIT), ("范围", f"{scope.name}年度全部项目，{len(scope.cases)}件" if scope.whole else f"项目{scope.name}　{scope.cases[0].applicant}　{scope.cases[0].title}"),
        ("依据", session.edition.title), ("申报指南", facts.guide_title or "无"), ("记录截至", f"{moment(last.at)}，第{last.id}步"),
        ("末步摘要", last.digest), ("数据文件标识", facts.id),
    )  # fmt: skip
    parts = tuple((what, count, _WHAT.get(what, "")) for what, count in kinds(found.entries))
    whole = sum(s.shown == WHOLE for s in found.steps)
    withheld = (
        f"操作记录共{len(found.steps)}步，{whole}步完整收入，其摘要可以重算；其余{len(found.steps) - whole}步"
        f"含有人员口令或本案卷范围以外的内容，只列摘要。"
    )
    warning = guide.banner if guide and guide.sample else ""
    return Page(f"案卷　{scope.name}", warning, about, found.results, parts, tuple(found.missing), withheld)


def entries(page: Page) -> list[Entry]:
    """The page twice: to be looked at, and to be read anywhere."""
    html, text = as_html(page).encode(), as_text(page).encode()
    return [Entry("首页.html", "首页", lambda: html), Entry("首页.txt", "首页", lambda: text)]


PERSONAL = "本案卷含有专家评分、个人姓名和账户信息，属内部归档材料，请按档案和个人信息保护的规定保管，不得公开。"
_MOST_RESULTS = 200


def as_text(page: Page) -> str:
    """The same in plain lines."""
    lines = [page.title, *([page.warning] if page.warning else []), PERSONAL, ""]
    lines += [f"{name}：{value}" for name, value in page.about]
    lines += ["", "一、收入的内容", *(f"  {what}　{count}个文件　{note}" for what, count, note in page.parts)]
    lines += ["", "二、未收入的内容", f"  {page.withheld}", *(f"  {one}" for one in page.missing)]
    lines += ["", "三、怎样核验", *(f"  {at}. {name}：{how}" for at, (name, how) in enumerate(_CHECKS, 1))]
    if page.results is not None:
        lines += ["", "四、结果"]
        lines += [f"  {'　'.join(shown)}" for shown in _shown(page.results)]
    return "\n".join(lines) + "\n"


_COLUMNS = ("项目编号", "申报单位", "项目名称", "结果", "得分", "核定金额", "承担单位")


def _shown(results: ExportSheet) -> list[list[str]]:
    """The results' main columns in words; beyond a number of lines the table itself is to be opened."""
    at = [results.headers.index(name) for name in _COLUMNS]
    rows = [list(_COLUMNS)]
    rows += [[_word(results.headers[i], row[i]) for i in at] for row in results.rows[:_MOST_RESULTS]]
    more = len(results.rows) - _MOST_RESULTS
    return rows + ([[f"其余{more}件见“表格/结果.csv”"]] if more > 0 else [])


def _word(header: str, value: object) -> str:
    if value is None:
        return "—"
    if isinstance(value, Outcome):
        return value.label
    return f"{write_yuan(value)}元" if header == "核定金额" and isinstance(value, int) else str(value)


_STYLE = """body{font:16px/1.7 "Noto Serif SC","Source Han Serif SC",SimSun,serif;max-width:60em;margin:2em auto;padding:0 1.5em;color:#1a1a1a}
h1{font-size:1.7em;text-align:center;letter-spacing:.1em}h2{font-size:1.15em;border-bottom:1px solid #888;padding-bottom:.2em;margin-top:2em}
table{border-collapse:collapse;width:100%;font-size:.92em}td,th{border:1px solid #999;padding:.3em .6em;text-align:left;vertical-align:top}
th{background:#f0efe9;font-weight:600;white-space:nowrap}td.n{text-align:right;white-space:nowrap}
.warn{border:1px solid #a33;color:#8a1f1f;padding:.5em 1em}code{overflow-wrap:anywhere}td{overflow-wrap:anywhere}
@media print{body{margin:0;max-width:none}}"""


def as_html(page: Page) -> str:
    """One file that needs nothing beside it: no script, no picture, no address."""
    about = "".join(f"<tr><th>{escape(n)}</th><td>{escape(v)}</td></tr>" for n, v in page.about)
    parts = "".join(
        f'<tr><td>{escape(what)}</td><td class="n">{count}</td><td>{escape(note)}</td></tr>'
        for what, count, note in page.parts
    )
    missing = "".join(f"<li>{escape(one)}</li>" for one in (page.withheld, *page.missing))
    checks = "".join(f"<li><b>{escape(name)}</b>　{escape(how)}</li>" for name, how in _CHECKS)
    warning = f'<p class="warn">{escape(page.warning)}</p>' if page.warning else ""
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(page.title)}</title><style>{_STYLE}</style></head>\n'
        f'<body><h1>{escape(page.title)}</h1>\n{warning}<p class="warn">{escape(PERSONAL)}</p>\n<table>{about}</table>\n'
        f"<h2>一、收入的内容</h2>\n<table><tr><th>内容</th><th>文件数</th><th>说明</th></tr>{parts}</table>\n"
        f"<h2>二、未收入的内容</h2>\n<ul>{missing}</ul>\n<h2>三、怎样核验</h2>\n<ol>{checks}</ol>\n{_results_html(page)}</body></html>\n"
    )


def _results_html(page: Page) -> str:
    if page.results is None:
        return ""
    head, *rows = _shown(page.results)
    top = "".join(f"<th>{escape(h)}</th>" for h in head)
    body = "".join(f"<tr>{''.join(f'<td>{escape(v)}</td>' for v in row)}</tr>" for row in rows)
    return f"<h2>四、结果</h2>\n<table><tr>{top}</tr>{body}</table>\n"
