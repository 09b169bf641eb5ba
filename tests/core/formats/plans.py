"""The sheets of the sample workbooks as an edition would declare them, written by hand for these tests."""

from __future__ import annotations

import re

from gyga_desk.formats.layout import SheetPlan
from gyga_desk.model import Column, ColumnType

_ALIASES = {
    "单位名称": ("企业名称", "申报单位", "公司名称"),
    "统一社会信用代码": ("信用代码", "社会信用代码", "税号"),
    "申请金额": ("申请补助金额", "申请补贴金额", "申报金额"),
    "属地": ("所在区县", "所属区域"),
    "实际投入(申报)": ("实际投入",),
}
_OPTIONS = {
    "单位类型": ("企业", "高校", "科研院所", "其他"),
    "服务内容": ("研发", "设计", "生产", "技术交流"),
    "应用领域": ("智能制造", "金融", "交通", "医疗与健康", "教育", "商务", "文化旅游", "其他"),
    "备案角色": ("服务提供者", "服务技术支持者"),
}
_OPTIONAL = {"序号", "深度合成算法备案编号", "大模型备案或登记号", "是否一事一议", "备注"}
_KINDS = {
    "$": ColumnType.MONEY,
    "#": ColumnType.INT,
    "~": ColumnType.NUMBER,
    "@": ColumnType.DATE,
    "!": ColumnType.CODE,
}
_KINDS |= {"?": ColumnType.BOOL, "=": ColumnType.ENUM, "*": ColumnType.MULTI}

_COMMON = (
    "#序号 #申报年度 单位名称 !统一社会信用代码 =单位类型 注册地址 属地 @成立日期 法定代表人 联系人 联系电话 $申请金额 已享受同类政策 "
    "$已享受金额 ?是否一事一议 @信用查询日期 信用查询结果 ?真实性承诺书 收款户名 开户银行 银行账号 属地推荐意见 附件目录"
)
_OWN = {
    1: (
        "1智算券",
        (
            "办理环节 大模型名称 训练用途 算力服务方名称 !服务方信用代码 算力中心所在地 ?是否关联方 合同编号 @合同签订日期 @服务开始日期 "
            "@服务结束日期 $合同金额 $其中智算费用 $已付金额 @付款日期 $发票金额(不含税) 算力规格与用量"
        ),
    ),
    2: (
        "2研发训练",
        (
            "大模型名称 备案算法名称 深度合成算法备案编号 备案主体名称 =备案角色 备案公告批次 @备案日期 大模型备案或登记号 研发训练地点 @建设开始日期 "
            "@建设结束日期 $建设成本(申报) $算力费 $数据费 $人工费 $软硬件费 $其他费 审计机构 审计报告编号 $审计核定成本 ?是否曾获本条补助"
        ),
    ),
    3: (
        "3示范应用场景",
        (
            "项目名称 =应用领域 建设主体 场景应用单位 技术提供方 使用的大模型 模型备案登记号 建设地点 @开工日期 @上线日期 $合同总额 $实际投入(申报) "
            "$设备费 $软件及开发费 $数据费 $算力费 $人工费 $其他费 审计报告编号 $审计核定投入 $其中财政资金 ?是否政府投资或购买服务项目 应用成效指标 "
            "#服务用户数 $年节约成本 $年新增收入 #推广复制数量 等保或安全评估情况"
        ),
    ),
    4: (
        "4公共服务平台",
        (
            "平台名称 认定部门 认定级别 认定文号 @认定日期 建设地点 *服务内容 @建设开始日期 @建成日期 $建设投资额(申报) 审计报告编号 $审计核定投资额 "
            "#服务贵阳贵安企业数 #服务合同数 $服务收入 ?是否曾获本条补助"
        ),
    ),
    5: (
        "5数据供给",
        (
            "数据集名称 #数据集数量 平台登记或上架编号 @上架日期 行业领域 数据类型 数据规模 训练使用方 训练模型 ~训练使用量 使用量单位 使用量证明编号 "
            "质量评价机构 ~质量评价得分 来源合规证明 ?是否含个人信息"
        ),
    ),
    6: (
        "6数据流通",
        (
            "人工智能企业佐证 数据交易机构 #统计年度 #交易笔数 $年度交易总额 $其中关联方交易额 $其中未付款额 交易凭证编号 用于训练的大模型 "
            "?是否使用贵州算力券抵扣 $抵扣金额"
        ),
    ),
    7: (
        "7人工智能基金",
        "项目名称 细分方向 企业阶段 融资轮次 $融资需求 资金用途 主要产品与收入 已有投资方 ?商业计划书 推荐单位 推荐意见",
    ),
}
_FUND_HAS_NO = {"申请金额", "已享受金额", "已享受同类政策", "收款户名", "开户银行", "银行账号"}


def column(word: str, measure: int = 0) -> Column:
    """`$申请金额` → the money column of that header."""
    header = word.lstrip("$#~@!?=*")
    kind = _KINDS.get(word[0], ColumnType.TEXT)
    required = header not in _OPTIONAL and not (measure == 7 and header in _FUND_HAS_NO)
    unit = ("万元" if header == "融资需求" else "元") if kind is ColumnType.MONEY else ""
    return Column(header, header, kind, required, _ALIASES.get(header, ()), _OPTIONS.get(header, ()), unit)


def columns(words: str, measure: int = 0) -> tuple[Column, ...]:
    """The columns of a line of such words."""
    return tuple(column(word, measure) for word in words.split())


PLANS = tuple(
    SheetPlan(
        measure,
        (name, re.sub(r"^\d", "", name)),
        columns(f"{_COMMON} {own}", measure),
    )
    for measure, (name, own) in _OWN.items()
)
