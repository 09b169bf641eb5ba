"""Loading an edition: each sort of fault is refused in one sentence with file and key; absence is never a value."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from gyga_desk.errors import PolicyError
from gyga_desk.policy import NONE, UNSET, Edition, IfNo
from gyga_desk.policy.load import digest_of, load_edition, read_folder
from tests.core.conftest import FOLDER

M1, M2, M3, M4, M5, M6, M7 = (
    "m1_voucher.toml", "m2_training.toml", "m3_scenarios.toml", "m4_platform.toml", "m5_supply.toml", "m6_trade.toml", "m7_fund.toml",
)  # fmt: skip
CITE_3 = 'cite = { source = "policy", at = "第三条" }'


def edited(text: str, old: str, new: str) -> str:
    assert old in text, f"the file no longer says {old!r}"
    return text.replace(old, new, 1)


def refusal(texts: dict[str, str], guide: str | None = None) -> str:
    with pytest.raises(PolicyError) as caught:
        load_edition(texts, guide)
    sentence = str(caught.value)
    assert re.fullmatch(r"[^\n]+。", sentence), sentence
    return sentence


POLICY_FAULTS = [
    # what nobody knows
    ("unknown key", M3, "cap = 1_000_000", "cap = 1_000_000\nbonus = 5", "amount.bonus"),
    ("unknown key in a check", M3, 'id = "3.2"', 'id = "3.2"\ncolour = "red"', "check[3.2].colour"),
    ("unknown key in a column", M3, '{ id = "project",', '{ id = "project", width = 3,', "column[project].width"),
    ("unknown key in a citation", M3, CITE_3, 'cite = { source = "policy", at = "第三条", page = 2 }', "cite.page"),
    ("unknown key at the top", "edition.toml", 'id = "2024"', 'id = "2024"\nmood = "good"', "mood"),
    ("unknown key in common", "common.toml", "column = [", 'mood = "good"\ncolumn = [', "mood"),
    ("unknown key in process", "common.toml", 'odd_fen = "unset"', 'odd_fen = "unset"\nhurry = true', "process.hurry"),
    ("unknown table", M3, "[selection]", "[luck]\nx = 1\n[selection]", "luck"),
    ("unknown kind of amount", M3, 'kind = "share"', 'kind = "lottery"', "amount.kind"),
    ("unknown consequence", M3, 'if_no = "reject"', 'if_no = "shout"', "if_no"),
    ("unknown look", M3, 'auto = "same_name"', 'auto = "same_face"', "auto"),
    ("unknown order", M3, 'order = "score"', 'order = "alphabet"', "selection.order"),
    ("unknown line rule", M6, 'line = "unset"', 'line = "dice"', "selection.line"),
    ("unknown column type", M3, 'header = "项目名称", type = "text"', 'header = "项目名称", type = "poem"', "column[project].type"),
    ("unknown reduction", M3, 'reduce = "stated"', 'reduce = "guessed"', "reduce"),
    ("unknown sort of source", "edition.toml", 'kind = "policy"', 'kind = "rumour"', "source[policy].kind"),
    ("unknown side for the odd fen", "common.toml", 'odd_fen = "unset"', 'odd_fen = "moon"', "process.odd_fen"),
    ("unknown signer", "common.toml", 'recusal = ["self"]', 'recusal = ["mayor"]', "signing.recusal"),
    ("a signer twice", "common.toml", 'recusal = ["self"]', 'recusal = ["clerk", "clerk"]', "signing.recusal"),
    ("four signers", "common.toml", 'recusal = ["self"]', 'recusal = ["self", "clerk", "chair", "reviewer"]', "signing.recusal"),
    ("signers of no paper", "common.toml", 'recusal = ["self"]', 'recusal = ["self"]\nmood = ["self"]', "signing.mood"),
    ("an order of what nobody signs", "common.toml", "in_order = []", 'in_order = ["acceptance"]', "signing.in_order"),
    # what is missing
    ("missing key", M3, "rate = 0.20\n", "", "amount.rate"),
    ("missing cap", M3, "cap = 1_000_000", "", "amount.cap"),
    ("missing pool", M3, 'pool = "unset"', "", "selection.pool"),
    ("missing unit", M5, 'unit = "usage_unit"', "", "amount.unit"),
    ("missing way of merging", M5, 'merge_quality = "unset"', "", "amount.merge_quality"),
    ("unknown way of merging", M5, 'merge_quality = "unset"', 'merge_quality = "worst"', "amount.merge_quality"),
    ("no way of merging", M5, 'merge_quality = "unset"', 'merge_quality = "none"', "amount.merge_quality"),
    ("unit in no column", M5, 'unit = "usage_unit"', 'unit = "mood"', "mood"),
    ("a detail without its owner", M6, 'owner = "buyer_code"\n', "", "detail.owner"),
    ("a detail of another column", M6, '{ id = "contract", header = "合同编号"', '{ id = "deal", header = "合同编号"', "detail.column"),
    ("a detail of another type", M6, 'header = "数据产品", type = "text"', 'header = "数据产品", type = "int"', "detail.column"),
    ("a detail for no column", M6, 'count = "trades"', 'count = "mood"', "mood"),
    ("a detail nobody asked for", M6, 'sheet = "交易明细"', 'sheet = "交易明细"\nmood = "good"', "detail.mood"),
    ("a cost item of another type", "common.toml", 'header = "支出内容", type = "text"', 'header = "支出内容", type = "int"', "costs.column"),
    ("cost items beside a detail", M6, "[selection]",
     '[costs]\ntotal = "trades"\nparts = []\nbegins = ""\ncite = { source = "practice", at = "投入核定" }\n[selection]', "costs"),
    ("a detail's column twice", M6, '{ id = "product", header', '{ id = "contract", header', "column"),
    ("a sum taken off by no reduction", M6, 'takes = "voucher_sum"', 'takes = "mood"', "mood"),
    ("a sum taken off without a reduction", M5, 'auto = "taken_together"', 'auto = "taken_together"\ntakes = "requested"', "takes"),
    ("missing deductions", M6, 'deduct = "unset"', "", "amount.deduct"),
    ("missing received", M3, 'received = "received"\n', "", "amount.received"),
    ("missing table", M3, "[selection]", "[other]", "selection"),
    ("missing id", M3, 'id = "m3"', "", "id"),
    ("empty title", M3, 'name = "示范应用场景"', 'name = " "', "name"),
    ("missing cite of an amount", M3, f"{CITE_3}\nbase_cite", "base_cite", "amount.cite"),
    ("missing cite of a check", M3, f'if_no = "reject"\n{CITE_3}', 'if_no = "reject"', "check[3.2].cite"),
    ("missing cite of a measure", M3, f"{CITE_3}\n\ncolumn", "\n\ncolumn", "cite"),
    ("missing place in a citation", M3, CITE_3, 'cite = { source = "policy" }', "cite.at"),
    ("options of a choice", M3, ', options = ["智能制造", "金融", "交通", "医疗与健康", "教育", "商务", "文化旅游", "其他"]', "", "column[field].options"),
    ("missing day of comparison", "edition.toml", "checked_on = 2026-11-23\ndoubts", "doubts", "checked_on"),
    # what is half written
    ("reduce without a reducing no", M3, 'id = "3.2"', 'id = "3.2"\nreduce = "stated"', "check[3.2].reduce"),
    ("a reducing no without reduce", M3, 'reduce = "stated"                 # 答“否”须写明核减金额', "", "check[3.7].reduce"),
    ("a look without its second column", M3, 'uses = ["builder", "applicant"]', 'uses = ["builder"]', "check[3.3].uses"),
    ("a look with a column too many", M3, 'uses = ["place"]', 'uses = ["place", "builder"]', "check[3.4].uses"),
    ("an open-ended look with too few", M3, 'uses = ["claimed_paid", "equipment_cost", "software_cost", "data_cost", "compute_cost", "labour_cost", "other_cost"]',
     'uses = ["claimed_paid"]', "check[3.6].uses"),
    ("columns without a look", M3, 'id = "3.2"', 'id = "3.2"\nuses = ["project"]', "check[3.2].uses"),
    ("a look without its words", M2, 'args = ["网信算备"]', "", "check[2.1].args"),
    # what has the wrong type
    ("number as text", M3, "rate = 0.20", 'rate = "0.20"', "amount.rate"),
    ("truth for a number", M3, "rate = 0.20", "rate = true", "amount.rate"),
    ("truth for a count", M3, "places = 10", "places = true", "selection.places"),
    ("fraction for a count", M3, "places = 10", "places = 9.5", "selection.places"),
    ("number for a text", M3, 'name = "示范应用场景"', "name = 3", "name"),
    ("text for truth", M3, 'header = "项目名称", type = "text", required = true', 'header = "项目名称", type = "text", required = "yes"', "column[project].required"),
    ("text for a day", "edition.toml", "in_force = 2024-03-25", 'in_force = "2024-03-25"', "in_force"),
    ("moment for a day", "edition.toml", "in_force = 2024-03-25", "in_force = 2024-03-25T08:00:00", "in_force"),
    ("text for a list", M3, 'key = ["project"]', 'key = "project"', "key"),
    ("numbers in a list of texts", M3, 'key = ["project"]', "key = [3]", "key"),
    ("text for a table", M3, CITE_3, 'cite = "第三条"', "cite"),
    ("text for a list of tables", M3, 'items = "unset"', 'items = "many"', "rubric.items"),
    ("number among tables", M7, "column = [", "column = [\n  7,", "column"),
    ("text for a filing day", "common.toml", 'filing_from = "unset"', 'filing_from = "soon"', "process.filing_from"),
    ("number for two keys", "common.toml", 'two_keys = "unset"', "two_keys = 2", "process.two_keys"),
    ("text for tiers", M5, 'tiers = "unset"', 'tiers = "many"', "amount.tiers"),
    ("unset for a column that may only be none", M3, 'received = "received"', 'received = "unset"', "amount.received"),
    # what is out of range
    ("rate of nought", M3, "rate = 0.20", "rate = 0", "amount.rate"),
    ("rate above one", M3, "rate = 0.20", "rate = 1.01", "amount.rate"),
    ("negative rate", M3, "rate = 0.20", "rate = -0.2", "amount.rate"),
    ("rate that is no number", M3, "rate = 0.20", "rate = nan", "amount.rate"),
    ("endless cap", M3, "cap = 1_000_000", "cap = inf", "amount.cap"),
    ("cap below nought", M3, "cap = 1_000_000", "cap = -1", "amount.cap"),
    ("cap in parts of a fen", M3, "cap = 1_000_000", "cap = 0.001", "amount.cap"),
    ("no places at all", M3, "places = 10", "places = 0", "selection.places"),
    ("tiers with a gap", M5, 'tiers = "unset"', "tiers = [{ first = 1, last = 3, yuan = 5 }, { first = 5, last = 9, yuan = 3 }]", "amount.tiers"),
    ("tiers that overlap", M5, 'tiers = "unset"', "tiers = [{ first = 1, last = 3, yuan = 5 }, { first = 3, last = 9, yuan = 3 }]", "amount.tiers"),
    ("tiers that start late", M5, 'tiers = "unset"', "tiers = [{ first = 2, last = 3, yuan = 5 }]", "amount.tiers"),
    ("a tier that ends before it starts", M5, 'tiers = "unset"', "tiers = [{ first = 1, last = 0, yuan = 5 }]", "amount.tiers"),
    ("a tier in parts of a fen", M5, 'tiers = "unset"', "tiers = [{ first = 1, last = 3, yuan = 0.005 }]", "tiers[1].yuan"),
    ("weights below one", M5, 'parts = "unset"', 'parts = [{ column = "usage", weight = 0.6 }]', "amount.parts"),
    ("weights above one", M5, 'parts = "unset"', 'parts = [{ column = "usage", weight = 0.6 }, { column = "quality", weight = 0.5 }]', "amount.parts"),
    ("a weight that takes away", M5, 'parts = "unset"', 'parts = [{ column = "usage", weight = 1.5 }, { column = "quality", weight = -0.5 }]', "parts[2].weight"),
    ("a full mark of nought", M5, 'parts = "unset"', 'parts = [{ column = "usage", weight = 1, full = 0 }]', "parts[1].full"),
    ("vouchers that never end", M1, 'valid_months = "unset"', 'valid_months = "none"', "amount.valid_months"),
    ("vouchers of no month", M1, 'valid_months = "unset"', "valid_months = 0", "amount.valid_months"),
    ("vouchers of eleven years", M1, 'valid_months = "unset"', "valid_months = 121", "amount.valid_months"),
    ("vouchers that nobody says how long hold", M1, 'valid_months = "unset"', "", "amount.valid_months"),
    ("months for what is no voucher", M3, "rate = 0.20", "rate = 0.20\nvalid_months = 12", "amount.valid_months"),
    ("related parties that no clause speaks of", M1, 'related_parties = "unset"', 'related_parties = "none"', "amount.related_parties"),
    ("another word for related parties", M1, 'related_parties = "unset"', 'related_parties = "yes"', "amount.related_parties"),
    ("a check that hangs on nothing there is", M1, 'hangs_on = "related_parties"', 'hangs_on = "cap"', "hangs_on"),
    ("a check that hangs on another kind's figure", M3, 'id = "3.4"', 'id = "3.4"\nhangs_on = "related_parties"', "hangs_on"),
    ("a step of nought", M3, 'step = "unset"', "step = 0", "rubric.step"),
    # what stands twice
    ("a column twice", M3, '{ id = "user",', '{ id = "project",', "project"),
    ("a common column again", M3, '{ id = "user",', '{ id = "applicant",', "applicant"),
    ("a check twice", M3, 'id = "3.2"', 'id = "3.1"', "3.1"),
    ("a source twice", "edition.toml", 'id = "standard"', 'id = "policy"', "policy"),
    ("a clause twice", "edition.toml", 'at = "第八条(二)"', 'at = "第八条(一)"', "第八条(一)"),
    # what is named and does not exist
    ("an unlisted source", M3, CITE_3, 'cite = { source = "hearsay", at = "第三条" }', "hearsay"),
    ("a clause without its text", M3, CITE_3, 'cite = { source = "policy", at = "第九条" }', "第九条"),
    ("an empty clause", "edition.toml", 'at = "回避"\ntext = "审核人员', 'at = "回避"\ntext = ""\n#', "text"),
    ("a base that is no column", M3, 'base = "audited_paid"', 'base = "audited_wish"', "audited_wish"),
    ("a title that is no column", M3, 'title = "project"', 'title = "projekt"', "projekt"),
    ("a key that is no column", M3, 'key = ["project"]', 'key = ["projekt"]', "projekt"),
    ("a look at no column", M3, 'uses = ["place"]', 'uses = ["palace"]', "palace"),
    ("an earlier sum that is no column", M3, 'received = "received"', 'received = "recieved"', "recieved"),
    ("a deduction that is no column", M6, 'deduct = "unset"', 'deduct = ["friends"]', "friends"),
    ("a part that is no column", M5, 'parts = "unset"', 'parts = [{ column = "fame", weight = 1 }]', "fame"),
    ("a skipped check that does not exist", M3, 'skip = ["G13"]', 'skip = ["G13", "G99"]', "G99"),
    ("an eased column that does not exist", M7, 'optional = ["requested"', 'optional = ["wishes"', "wishes"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "key"), [f[1:] for f in POLICY_FAULTS], ids=[f[0] for f in POLICY_FAULTS]
)
def test_a_fault_in_a_file_is_refused_with_file_and_key(
    texts: dict[str, str], file: str, old: str, new: str, key: str
) -> None:
    sentence = refusal({**texts, file: edited(texts[file], old, new)})
    assert file in sentence
    assert key in sentence


def test_cost_items_that_nobody_describes_are_refused(texts: dict[str, str]) -> None:
    before, _, rest = texts["common.toml"].partition("[costs]")
    sentence = refusal({**texts, "common.toml": before + rest.partition("\n]\n")[2]})
    assert "common.toml" in sentence and "costs" in sentence


@pytest.mark.parametrize("file", ["edition.toml", "common.toml", M3])
def test_an_empty_file_is_refused(texts: dict[str, str], file: str) -> None:
    assert file in refusal({**texts, file: " \n"})


def test_a_missing_file_is_refused(texts: dict[str, str]) -> None:
    assert "common.toml" in refusal({name: text for name, text in texts.items() if name != "common.toml"})


def test_a_file_that_is_not_toml_is_refused_with_the_place(texts: dict[str, str]) -> None:
    sentence = refusal({**texts, M3: texts[M3] + "\n= 3\n"})
    assert M3 in sentence
    assert "line" in sentence


def test_two_measures_of_one_number_are_refused(texts: dict[str, str]) -> None:
    assert "[1, 2, 3, 3, 5, 6, 7]" in refusal({**texts, M4: edited(texts[M4], "number = 4", "number = 3")})


@pytest.mark.parametrize(
    ("old", "new"),
    [("不超过2000万元", "不超过2001万元"), ("每年发放不超过2000万元", "每年发放不超过 2000 万元")],
    ids=["a figure", "a space"],
)
def test_a_clause_that_is_not_word_for_word_is_refused(texts: dict[str, str], old: str, new: str) -> None:
    sentence = refusal({**texts, "edition.toml": edited(texts["edition.toml"], old, new)})
    assert "edition.toml" in sentence
    assert "第一条" in sentence


def test_a_changed_original_is_noticed(texts: dict[str, str]) -> None:
    name = "sources/policy.txt"
    assert "第三条" in refusal({**texts, name: edited(texts[name], "每年择优评选不超过10个", "每年择优评选不超过12个")})


def test_an_original_that_is_gone_is_noticed(texts: dict[str, str]) -> None:
    assert "第一条" in refusal({name: text for name, text in texts.items() if name != "sources/policy.txt"})


GUIDE_FAULTS = [
    ("a figure the policy gives", "[m1.amount]\n", '[m3.amount]\nrate = 0.25\ncite = { source = "guide", at = "样例指南第三项" }\n\n[m1.amount]\n', "m3.amount.rate"),
    ("a pool the policy gives", "[m1.selection]\nline", "[m1.selection]\npool = 30_000_000\nline", "m1.selection.pool"),
    ("an unset figure it does not have", "[m1.amount]\nrate", "[m1.amount]\nbonus = 1\nrate", "m1.amount.bonus"),
    ("a figure without its clause", 'line = "partial"\ncite = { source = "guide", at = "样例指南第二项" }', 'line = "partial"', "m1.selection.cite"),
    ("a figure citing a clause it has not", 'line = "partial"\ncite = { source = "guide", at = "样例指南第二项" }',
     'line = "partial"\ncite = { source = "guide", at = "样例指南第九项" }', "样例指南第九项"),
    ("another edition", 'edition = "2024"', 'edition = "2023"', "2023"),
    ("no edition", 'edition = "2024"', "", "edition"),
    ("no year", "year = 2025", "", "year"),
    ("a sample that does not say so", 'banner = "样例指南，非官方文件：数字均为虚构，仅供演示和测试"', "", "banner"),
    ("a measure the edition has not", "[m1.amount]", '[m9.amount]\ncap = 1\ncite = { source = "guide", at = "样例指南第二项" }\n\n[m1.amount]', "m9"),
    ("a rubric for a measure without one", "[m1.amount]", '[m1.rubric]\nstep = 0.5\ncite = { source = "guide", at = "样例指南第二项" }\n\n[m1.amount]', "m1.rubric"),
    ("checks of its own", "[m1.amount]", '[m1.check]\nid = "x"\n\n[m1.amount]', "m1.check"),
    ("an unknown key", "sample = true", "sample = true\nmood = 1", "mood"),
    ("a clause twice", 'at = "样例指南第二项"', 'at = "样例指南第一项"', "样例指南第一项"),
    ("a rubric item twice", '{ id = "A2", group = "A 场景需求与价值"', '{ id = "A1", group = "A 场景需求与价值"', "A1"),
    ("a rubric item of no points", 'name = "痛点真实且典型", points = 5', 'name = "痛点真实且典型", points = 0', "points"),
    ("a rubric item without its anchor", ', anchor = "需求来自实际业务，在同类单位中有代表性"', "", "anchor"),
    ("a quorum of nobody", "quorum = 3", "quorum = 0", "rubric.quorum"),
    ("nothing left after trimming", "trim_from = 5", "trim_from = 2", "rubric.trim_from"),
    ("a number for a measure's sections", "sample = true", "sample = true\nm7 = 3", "m7"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "key"), [f[1:] for f in GUIDE_FAULTS], ids=[f[0] for f in GUIDE_FAULTS])
def test_a_fault_in_the_guide_is_refused_with_file_and_key(
    texts: dict[str, str], guide_text: str, old: str, new: str, key: str,
) -> None:  # fmt: skip
    sentence = refusal(texts, edited(guide_text, old, new))
    assert "guide.toml" in sentence
    assert key in sentence


@pytest.mark.parametrize("guide", ["", "# 只有说明\n"])
def test_a_guide_that_says_nothing_is_refused(texts: dict[str, str], guide: str) -> None:
    assert "guide.toml" in refusal(texts, guide)


def test_the_guides_name_stands_in_its_faults(texts: dict[str, str]) -> None:
    with pytest.raises(PolicyError, match=r"2025年指南\.toml"):
        load_edition(texts, "id = 3", "2025年指南.toml")


def test_what_the_text_leaves_open_is_not_what_it_excludes(bare_edition: Edition) -> None:
    vouchers, fund = bare_edition.measures[0], bare_edition.measures[6]
    assert vouchers.amount.rate is UNSET
    assert vouchers.amount.valid_months is UNSET
    assert fund.amount.valid_months is NONE
    assert vouchers.selection.places is NONE
    assert fund.selection.pool is NONE
    assert bare_edition.measures[2].selection.pool is UNSET
    assert UNSET is not NONE


@pytest.mark.parametrize(("written", "read"), [('"none"', NONE), ('"unset"', UNSET), ("1_000_000.5", 100_000_050)])
def test_an_absence_stays_the_absence_it_was(texts: dict[str, str], written: str, read: object) -> None:
    changed = edited(texts[M3], "cap = 1_000_000", f"cap = {written}")
    assert load_edition({**texts, M3: changed}).measures[2].amount.cap == read


@pytest.mark.parametrize(("written", "read"), [("false", False), ("true", True), ('"unset"', UNSET)])
def test_two_keys_are_said_or_left_open(texts: dict[str, str], written: str, read: object) -> None:
    changed = edited(texts["common.toml"], 'two_keys = "unset"', f"two_keys = {written}")
    assert load_edition({**texts, "common.toml": changed}).process.two_keys is read


def test_no_earlier_sum_and_no_deductions_may_be_said(texts: dict[str, str]) -> None:
    changed = edited(texts[M6], 'received = "received"', 'received = "none"')
    amount = load_edition({**texts, M6: edited(changed, 'deduct = "unset"', 'deduct = "none"')}).measures[5].amount
    assert (amount.received, amount.deduct) == ("", NONE)


def test_a_guide_fills_what_is_open_with_its_own_clause(edition: Edition, bare_edition: Edition) -> None:
    amount, before = edition.measures[0].amount, bare_edition.measures[0].amount
    assert (amount.rate, amount.cap, amount.valid_months) == (Decimal("0.30"), 200_000_000, 12)
    assert amount.cites["valid_months"].at == "样例指南第二项"
    assert "12个月" in amount.cites["valid_months"].text
    assert amount.cites["rate"].at == "样例指南第二项"
    assert amount.cites["rate"].source == "guide"
    assert "30%" in amount.cites["rate"].text
    assert before.cites["rate"].at == "第八条(五)"
    assert amount.cites["base"] == before.cites["base"]


@pytest.mark.parametrize(
    ("word", "if_no"), [("barred", IfNo.REJECT), ("allowed", IfNo.FLAG), (None, IfNo.FLAG)], ids=str
)
def test_a_ban_that_the_text_does_not_know_is_the_guides(
    texts: dict[str, str], guide_text: str, word: str | None, if_no: IfNo
) -> None:
    line = 'related_parties = "barred"\n'
    said = edited(guide_text, line, f'related_parties = "{word}"\n' if word else "")
    held = load_edition(texts, said).measures[0]
    check = held.check("1.4")
    assert check is not None and check.if_no is if_no
    assert check.cite == held.amount.cites["related_parties"]
    assert check.cite.label == ("样例指南第二项" if word else "第八条(五)")


def test_rates_are_exact(edition: Edition) -> None:
    assert [m.amount.rate for m in edition.measures[1:4]] == [Decimal("0.30"), Decimal("0.20"), Decimal("0.10")]
    assert edition.measures[2].amount.rate * 5 == 1


def test_line_ends_do_not_change_an_editions_digest(texts: dict[str, str], guide_text: str) -> None:
    windows = {name: text.replace("\n", "\r\n") for name, text in texts.items()}
    loaded = load_edition(windows, guide_text.replace("\n", "\r\n"))
    assert loaded == load_edition(texts, guide_text)
    assert digest_of(windows) == digest_of(texts)


def test_every_other_change_changes_the_digest(texts: dict[str, str]) -> None:
    first = digest_of(texts)
    assert digest_of({**texts, M3: texts[M3] + "# 说明\n"}) != first
    renamed = {("m3_b.toml" if name == M3 else name): text for name, text in texts.items()}
    assert digest_of(renamed) != first
    assert digest_of({"a": "bc"}) != digest_of({"ab": "c"})


def test_a_folder_is_read_without_its_guides(texts: dict[str, str], tmp_path: Path) -> None:
    assert read_folder(FOLDER) == texts
    assert not any(name.startswith("guide") for name in texts)
    assert "sources/policy.txt" in texts
    with pytest.raises(PolicyError, match=tmp_path.name):
        read_folder(tmp_path)


@pytest.mark.parametrize("how", ["mean", "best", "weighted_by_use"])
def test_a_guide_may_say_how_marks_are_merged(texts: dict[str, str], guide_text: str, how: str) -> None:
    said = edited(guide_text, "[m5.amount]\n", f'[m5.amount]\nmerge_quality = "{how}"\n')
    amount = load_edition(texts, said).measures[4].amount
    assert (amount.merge_quality, amount.unit, amount.cites["merge_quality"].source) == (how, "usage_unit", "guide")


def test_weighing_by_use_needs_one_quantity_to_weigh_by(texts: dict[str, str], guide_text: str) -> None:
    said = edited(guide_text, "[m5.amount]\n", '[m5.amount]\nmerge_quality = "weighted_by_use"\n')
    for parts in (
        '{ column = "usage", weight = 0.60, full = 9 }',
        '{ column = "usage", weight = 0.30 },\n  { column = "datasets", weight = 0.30 }',
    ):
        assert "merge_quality" in refusal(texts, edited(said, '{ column = "usage", weight = 0.60 }', parts))


def test_transactions_are_read_as_the_text_lists_them(edition: Edition) -> None:
    detail = edition.measures[5].detail
    assert detail is not None and detail.sheet == "交易明细"
    assert [c.header for c in detail.columns] == [
        "信用代码", "合同编号", "交易日期", "数据产品", "卖方", "卖方信用代码", "合同额", "付款额", "发票额(不含税)", "是否关联方",
    ]  # fmt: skip
    assert [m.number for m in edition.measures if m.detail] == [6]


def test_a_guide_says_anew_who_signs_what(texts: dict[str, str], guide_text: str) -> None:
    usual = load_edition(texts, guide_text)
    said = (
        '\n[signing]\nminutes = ["chair"]\nin_order = ["minutes"]\ncite = { source = "guide", at = "样例指南第一项" }\n'
    )
    edition = load_edition(texts, guide_text + said)
    held = edition.signing["minutes"]
    assert (held.signers, held.in_order, held.cite.source) == (("chair",), True, "guide")
    assert edition.signing["approval"] == usual.signing["approval"]
    assert usual.signing["minutes"].signers == ("chair", "observer", "clerk")
    assert not any(one.in_order for one in usual.signing.values())
