"""A realistic approval sheet, long enough for several pages, for the tests of papers and signatures."""

from __future__ import annotations

from gyga_desk.formats.pdf.approval import (
    Approval,
    CheckLine,
    Digests,
    ExpertLine,
    Opinion,
    Resolution,
    ScoreBlock,
)
from gyga_desk.model import MarkUse, Role, Step

CLAUSE_TEXT = (
    "支持人工智能大模型应用。聚焦智能制造、金融、交通、医疗与健康、教育、商务、文化旅游等领域征集人工智能大模型示范应用场景项目,"
    "每年择优评选不超过10个,对人工智能大模型示范应用场景项目建设主体,按照其实际投入的20%给予资金补助,最高不超过100万元。"
)

_CHECKS = (
    ("G1", "在规定期限内申报,事项属于本年度指南范围", "第八条(六)", "收件日期2025-04-18,在申报期内"),
    ("G2", "申请表、附件齐全,签字盖章完整,纸质与电子一致", "第八条(六)", ""),
    ("G3", "统一社会信用代码校验通过,与营业执照名称一致", "第八条(二)", "校验位正确"),
    ("G4", "工商注册地在贵阳贵安且具有独立法人资格(企业)", "第八条(二)", ""),
    ("G5", "财务管理制度健全", "第八条(二)", ""),
    ("G6", "信用良好:信用中国、贵州信用云无严重失信、黑名单记录", "第八条(二)", ""),
    ("G7", "真实性及不重复申报承诺书,法定代表人签字并加盖公章", "第八条(二)", ""),
    ("G8", "未就同一事项享受其他政策;如有,按从优不重复、晋级补差核算", "第八条(三)", "未见同一信用代码的已兑现记录"),
    ("G9", "申请金额与核定基数、比例、上限计算一致,单位正确(元)", "第三条", "申请842,600.00元,与核算一致"),
    ("G10", "属地主管部门已审核推荐", "第八条(一)", ""),
    ("G11", "属地财政承担单位明确", "第八条(一)", "观山湖区"),
    ("3.1", "属于七个领域或经说明的其他领域", "第三条", "智能制造"),
    ("3.2", "实质使用人工智能大模型", "第三条", ""),
    ("3.4", "项目在贵阳贵安落地并已上线使用", "第三条", ""),
    ("3.5", "所用模型已备案或登记(面向公众时)", "第三条", "备案号在名录内"),
    ("3.6", "实际投入经审计核定", "第三条", "审定数4,213,000.00元"),
    ("3.7", "剔除期外、含税、未付、财政资金部分", "第三条", "分项之和与合计一致"),
    ("3.8", "不属于政府投资建设或政府购买服务项目", "第三条", ""),
    ("3.10", "成效数据有原始证明", "第三条", ""),
    ("3.12", "现场核查记录完整,两人以上签字", "第三条", ""),
)


def make_approval(**changes: object) -> Approval:
    """The sample, with some fields changed."""
    values: dict[str, object] = {
        "unit": "贵阳市大数据发展管理局",
        "kind": "贵阳贵安人工智能大模型政策支持项目审批表",
        "number": "2025-M3-0003-SP01",
        "case": "2025-M3-0003",
        "applicant": "贵州云岭智造科技有限公司",
        "credit_code": "91520115MA6H7XK21C",
        "district": "观山湖区",
        "project": "面向磷化工生产安全的多模态大模型巡检与工艺优化示范应用场景",
        "measure": "措施三 支持人工智能大模型应用",
        "clause": "第三条",
        "clause_text": CLAUSE_TEXT,
        "source": "贵阳贵安关于支持人工智能大模型发展的若干措施(试行)",
        "guide": "2025年度申报指南(样例,非正式文件)",
        "facts": (
            ("应用领域", "智能制造"),
            ("上线日期", "2024-11-20"),
            ("申报投入", "¥4,520,000.00"),
            ("审定投入", "¥4,213,000.00"),
            ("模型名称", "云岭磷化大模型"),
            ("备案编号", "Guizhou-YunLing-202409120021"),
            ("应用成效", "上线以来隐患识别准确率由81.3%提高到96.7%,单班巡检人数由12人减至5人,吨磷酸综合能耗下降4.6%。"),
        ),
        "checks": tuple(
            CheckLine(
                id=i, question=q, answer="是", clause=c, person="陈思远", finding=f, note="" if f else "见附件目录"
            )
            for i, q, c, f in _CHECKS
        ),
        "derivation": (
            Step("审定实际投入", "第三条", None, 421_300_000),
            Step("核定投入 × 20%", "第三条", 421_300_000, 84_260_000),
            Step("最高不超过100万元", "第三条", 84_260_000, 84_260_000),
            Step("扣除同一事项已享受金额0.00元", "第八条(三)", 84_260_000, 84_260_000),
        ),
        "amount_fen": 84_260_000,
        "city_fen": 42_130_000,
        "district_fen": 42_130_000,
        "city_payer": "贵阳市财政局",
        "district_payer": "观山湖区财政局",
        "resolution": Resolution(
            meeting="2025年度人工智能大模型示范应用场景评审会",
            date="2025-07-28",
            number="筑数评纪〔2025〕3号",
            by="王立群",
            second="杨正明",
            at="2025-07-28 16:42",
        ),
        "digests": Digests("sha256:" + "a3" * 32, "sha256:" + "5f" * 32, "sha256:" + "c0" * 32, "sha256:" + "17" * 32),
        "opinions": (
            Opinion(
                Role.REVIEWER,
                "经审核,申报材料齐全,各项核验与审核均符合要求,拟支持金额核算无误,建议按程序办理。",
                "陈思远",
            ),
            Opinion(Role.CHAIR, "经评审会议审定,同意支持。", "王立群"),
            Opinion(Role.CLERK, "", "刘敏"),
        ),
        "score": ScoreBlock(
            experts=(
                ExpertLine("专家甲", "97.5", MarkUse.COUNTED),
                ExpertLine("专家乙", "99", MarkUse.DROPPED),
                ExpertLine("专家丙", "95", MarkUse.COUNTED),
                ExpertLine("专家丁", "", MarkUse.RECUSED),
                ExpertLine("专家戊", "88", MarkUse.DROPPED),
                ExpertLine("专家己", "96.4", MarkUse.COUNTED),
                ExpertLine("专家庚", "", MarkUse.ABSENT),
            ),
            score="96.30",
            rank=1,
            places=10,
            rule="有效评分5份及以上的,去掉1个最高分和1个最低分后取平均值;3至4份的取平均值;保留两位小数,四舍五入。",
        ),
        "sample": "本表依据样例指南生成,样例指南不是正式申报指南,本表仅供演示,不作为拨付依据",
    }
    return Approval(**(values | changes))  # type: ignore[arg-type]
