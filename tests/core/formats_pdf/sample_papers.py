"""One realistic paper of every kind but the approval sheet, for the tests of how each looks and reads."""

from __future__ import annotations

from typing import Any

from gyga_desk.formats.pdf import (
    acceptance,
    archive_index,
    fund_approval,
    fund_list,
    minutes,
    notice_report,
    opinions,
    payment_list,
    public_list,
    recusal,
    refusal,
    score_sheet,
    score_table,
    site_visit,
    special_request,
    supplement,
    voucher_list,
)
from gyga_desk.formats.pdf.document import Head, Signer
from gyga_desk.formats.pdf.rows import About
from gyga_desk.model import MarkUse, Role, Step

UNIT = "贵阳市大数据发展管理局　贵安新区大数据和科技创新局"
ABOUT = About(
    "2025-M3-0003", "贵州云岭智造科技有限公司", "91520115MA6H7XK21C", "观山湖区", "面向磷化工生产安全的多模态大模型巡检", "措施三 示范应用场景",
    "第三条", "贵阳贵安关于支持人工智能大模型发展的若干措施(试行)", "2025年度申报指南（样例）",
)  # fmt: skip
STEPS = (
    Step("审计核定投入 × 20%", "第三条", 421_300_000, 84_260_000),
    Step("不超过上限 1,000,000.00 元", "第三条", 84_260_000, 84_260_000),
)
MEETING = "评审委员会第一次会议（评审纪要〔2025〕2号，2025年7月15日）"


_CLERK, _REVIEWER, _CHAIR, _OBSERVER = (
    Signer(role.value, role.label) for role in (Role.CLERK, Role.REVIEWER, Role.CHAIR, Role.OBSERVER)
)
_THREE = (_CLERK, _REVIEWER, _CHAIR)
_SIGNERS = {
    "HB": (Signer("self", "陈思远", "陈思远"),), "PF": (Signer("self", "专家一", "专家一"),),
    "YJ": (Signer("self", "专家一", "专家一"), _OBSERVER), "PH": (_CHAIR, _OBSERVER), "YS": _THREE,
    "JY": (_CHAIR, _OBSERVER, _CLERK), "GQ": (_CLERK, _REVIEWER), "ZJ": _THREE, "BF": _THREE, "ZS": _THREE, "JJ": (_CLERK, _CHAIR),
}  # fmt: skip
"""As the edition has it, by the prefix of the paper's number."""


ANCHOR = "0f1e2d3c4b5a69788796a5b4c3d2e1f0:412:sha256:9c1185a5c5e9fc54"


def head(prefix: str, **changes: Any) -> Head:
    said = {"decision": "2025-M3-D1", "basis": "依据已封存的决定 2025-M3-D1 打印", "sample": "样例指南，非官方文件",
            "anchor": ANCHOR}  # fmt: skip
    return Head(UNIT, f"{prefix}-2025-M3-1", **{**said, "signers": _SIGNERS.get(prefix, ()), **changes})


def case(number: int) -> str:
    return f"2025-M3-{number:04d}"


def _score_lines(count: int) -> tuple[score_table.ScoreLine, ...]:
    uses = (
        MarkUse.DROPPED,
        MarkUse.COUNTED,
        MarkUse.COUNTED,
        MarkUse.RECUSED,
        MarkUse.ABSENT,
        MarkUse.STRUCK,
        MarkUse.DROPPED,
    )
    given = tuple(
        score_table.MarkCell("" if u in (MarkUse.RECUSED, MarkUse.ABSENT) else f"{97 - n}.5", u)
        for n, u in enumerate(uses)
    )
    return tuple(
        score_table.ScoreLine(
            case(n),
            f"示范应用{n:02d}",
            f"贵州示例{n:02d}科技有限公司",
            given,
            f"{96 - n}.30",
            n,
            n in (4, 5),
            "拟入选" if n <= 10 else "备选",
        )
        for n in range(1, count + 1)
    )


def _payments(count: int) -> tuple[payment_list.PaymentLine, ...]:
    return tuple(
        payment_list.PaymentLine(
            case(n), "第三条", f"贵州示例{n:02d}科技有限公司", "91520115MA6H7XK21C", 100_000_001, 50_000_001, 50_000_000,
            "观山湖区财政" if n % 2 else "云岩区财政", f"贵州示例{n:02d}科技有限公司", "贵阳示例银行营业部", f"52024861505056{n:04d}", f"SP-{case(n)}-1",
        )
        for n in range(1, count + 1)
    )  # fmt: skip


def make_papers() -> dict[str, tuple[Any, Any]]:
    """By kind: what it shows, and how it is set."""
    lack = supplement.Lack(
        "3.6", "实际投入经审计核定，分项合计与申报数相等", "审计报告未列软件及开发费明细", "审计报告", "投入核定"
    )
    ground = refusal.Ground("不符合“项目在贵阳贵安落地并已上线使用”：现场未见部署", "第三条")
    rubric = tuple(
        score_sheet.ItemLine(
            f"{'ABC'[n // 5]} 评分维度",
            f"评分指标{n:02d}",
            "10" if n % 2 else "5",
            "有前后对比数据，口径清楚，有原始证明",
            f"{4 + n % 2}.5",
        )
        for n in range(14)
    )
    decided = tuple(
        minutes.Decided(
            case(n),
            f"示范应用{n:02d}",
            f"贵州示例{n:02d}科技有限公司",
            "90.00",
            str(n),
            "拟入选" if n < 11 else "备选",
            100_000_000 if n < 11 else 0,
        )
        for n in range(1, 15)
    )
    vouchers = tuple(
        voucher_list.VoucherLine(
            f"ZSQ-2025-{n:04d}", f"贵州示例{n:02d}科技有限公司", "91520115MA6H7XK21C", f"2025-M1-{n:04d}", f"HT-2025-{n:03d}", 30_000_050,
            "2025-07-21", "2026-07-21", "已核发",
        )
        for n in range(1, 4)
    )  # fmt: skip
    entries = tuple(
        archive_index.Entry("项目审批表", f"SP-{case(n)}-1", "K7QF-2M9D-T4XW", "2025年7月15日", 4, "已登记")
        for n in range(1, 4)
    )
    papers: dict[str, tuple[Any, Any]] = {
        "acceptance": (acceptance.Acceptance(head("SL"), ABOUT, "2025年6月30日"), acceptance),
        "supplement": (supplement.Supplement(head("BZ"), ABOUT, "2025年6月30日", (lack, lack), 10, "样例指南第一项"), supplement),
        "not-accepted": (refusal.Refusal(head("BS"), ABOUT, "2025年6月30日", (ground,)), refusal),
        "not-supported": (refusal.Refusal(head("BY"), ABOUT, "2025年6月30日", (ground, ground), MEETING), refusal),
        "recusal": (
            recusal.Recusal(
                head("HB"), "陈思远", "审核员", ABOUT.measure, 2025,
                tuple(
                    recusal.Declaration(case(n), f"贵州示例{n:02d}科技有限公司", f"示范应用{n:02d}", n == 2, "曾任该单位顾问" if n == 2 else "")
                    for n in range(1, 25)
                ),
            ), recusal,
        ),
        "site-visit": (
            site_visit.SiteVisit(
                head("HC"), ABOUT, (("建设地点", "观山湖区长岭北路"), ("上线日期", "2025-03-01"), ("应用成效指标", "巡检用时由每日六小时降为两小时，误报率由百分之八降为百分之二。")),
                (site_visit.Point("3.2", "实质使用人工智能大模型", "技术方案、演示"), site_visit.Point("3.4", "项目在贵阳贵安落地并已上线使用", "现场、用户证明")),
            ), site_visit,
        ),
        "score-sheet": (score_sheet.ScoreSheet(head("PF"), ABOUT, "专家一", rubric, "100", "88.5", "", "0.5", "成效数据扎实，可复制。"), score_sheet),
        "opinions": (
            opinions.Opinions(
                head("YJ"), "专家一", ABOUT.measure, 2025,
                tuple(opinions.OpinionLine(case(n), f"示范应用{n:02d}", "贵州示例科技有限公司", "金融", "88.5", "回避" if n == 3 else "", "建议支持") for n in range(1, 6)),
            ), opinions,
        ),
        "score-table": (
            score_table.ScoreTable(
                head("PH", decision="", basis="依据尚未封存的审核记录打印", draft=True), ABOUT.measure, 2025, tuple(f"专家{c}" for c in "一二三四五六七"),
                _score_lines(24), "有效评分不少于3份；5份及以上的，去掉一个最高分和一个最低分后取平均值，按两位小数排序。", 10,
            ), score_table,
        ),
        "minutes": (
            minutes.Minutes(
                head("JY"), "评审委员会第一次会议", "2025年7月15日", "评审纪要〔2025〕2号", ABOUT.measure, "第三条", ABOUT.policy, ABOUT.guide, "王立群", "孙监督",
                decided, 10, 1_000_000_000, 500_000_000, 500_000_000, ("专家三对2025-M3-0005回避，不计其评分。",), ((case(9), "与已入选项目属同一集团"),), "",
                f"sha256:{'ab12' * 16}",
            ), minutes,
        ),
        "public-list": (
            public_list.PublicList(
                head("GS"), ABOUT.measure, 2025, ABOUT.policy, "第三条",
                tuple(public_list.PublicLine(f"示范应用{n:02d}", f"贵州示例{n:02d}科技有限公司", "观山湖区", 84_260_000) for n in range(1, 11)), 5,
            ), public_list,
        ),
        "notice-report": (
            notice_report.NoticeReport(
                head("GQ"), ABOUT.measure, 2025, ABOUT.policy, "第三条", 10, 842_600_000, "GS-2025-M3-1", "K7QF-2M9D-T4XW", 5, MEETING,
                ("2025-M3-0004于2025年7月20日退出，理由：单位注销。",),
            ), notice_report,
        ),
        "fund-approval": (
            fund_approval.FundApproval(
                head("ZJ"), ABOUT, "审计核定投入", "4,213,000.00", "20%", "1,000,000.00 元", STEPS, 84_260_000, 42_130_000, 42_130_000, "市级财政", "观山湖区财政",
                "贵州云岭智造科技有限公司", "贵阳示例银行营业部", "5202486150505698325", MEETING, "SP-2025-M3-0003-1",
            ), fund_approval,
        ),
        "payment": (payment_list.PaymentList(head("BF"), ABOUT.measure, 2025, "市级财政", _payments(12)), payment_list),
        "vouchers": (voucher_list.VoucherList(head("ZS"), 2025, vouchers, 2_000_000_000, 90_000_150, 0, 0, 0, 1_909_999_850), voucher_list),
        "fund-list": (
            fund_list.FundList(
                head("JJ"), 2025, "措施七 人工智能基金", MEETING,
                (fund_list.FundLine("2025-M7-0001", "大模型推理加速", "贵州示例科技有限公司", "91520115MA6H7XK21C", "推理加速", "成长", "30,000,000.00", "观山湖区"),),
            ), fund_list,
        ),
        "special": (
            special_request.SpecialRequest(
                head("YS"), ABOUT, "市政府专题会议", "2025年7月17日", "筑府专议〔2025〕31号", "全市公共算力调度枢纽", 150_000_000, 84_260_000, "王立群", "孙监督", "第八条(四)",
                "(四)重点企业或重大项目可以按照“一事一议”原则进行支持。",
            ), special_request,
        ),
        "archive": (
            archive_index.ArchiveIndex(
                head("DA"), archive_index.TITLE, (("案卷题名", "2025年度措施三"), ("项目编号", case(3))), (("申报文件", f"sha256:{'cd34' * 16}"),), entries,
            ), archive_index,
        ),
    }  # fmt: skip
    return {kind: (paper, room.compose) for kind, (paper, room) in papers.items()}
