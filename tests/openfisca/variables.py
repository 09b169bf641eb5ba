"""The seven measures as OpenFisca variables over whole vectors, in whole 分, each with its article as reference.

Written from the text of the policy and of the sample guide; nothing of the desk is read or imported here.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from openfisca_core.model_api import YEAR, Variable

from tests.openfisca.entities import Case, Enterprise

FEN = 100
NO_CAP = np.iinfo(np.int64).max // FEN


class Whole(Variable):
    """A whole number of 64 bits; OpenFisca's own has 32, which ends at 21 million 元."""

    def __init__(self, baseline_variable: Any = None) -> None:
        super().__init__(baseline_variable)
        self.dtype = np.int64


class measure(Whole):
    value_type, entity, definition_period, label = int, Case, YEAR, "措施"


class base(Whole):
    value_type, entity, definition_period, label = int, Case, YEAR, "核算基数"


class reduction(Whole):
    value_type, entity, definition_period, label = int, Case, YEAR, "核减合计"


class related_trade(Whole):
    value_type, entity, definition_period, label = int, Case, YEAR, "其中关联方交易额"


class unpaid(Whole):
    value_type, entity, definition_period, label = int, Case, YEAR, "其中未付款额"


class received(Whole):
    value_type, entity, definition_period, label = int, Case, YEAR, "填报已享受"


class on_record(Whole):
    value_type, entity, definition_period, label = int, Case, YEAR, "台账已享受"


class turn(Whole):
    value_type, entity, definition_period, label = int, Case, YEAR, "核拨先后"


class contest(Whole):
    value_type, entity, definition_period, label = int, Case, YEAR, "第几场排名"


class usage(Whole):
    value_type, entity, definition_period, label = int, Case, YEAR, "训练使用量"


class quality(Whole):
    value_type, entity, definition_period, label = int, Case, YEAR, "质量得分，百分之一分"


class had_this_year(Whole):
    value_type, entity, definition_period, label = int, Enterprise, YEAR, "本年度已封存"


class net(Whole):
    value_type, entity, definition_period = int, Case, YEAR
    label, reference = "核减、扣减之后的基数", "第八条(六)，样例指南第六项"

    def formula(case: Any, period: Any) -> Any:
        deducted = np.where(case("measure", period) == 6, case("related_trade", period) + case("unpaid", period), 0)
        return np.maximum(0, case("base", period) - case("reduction", period) - deducted)


class trade_of_the_year(Whole):
    value_type, entity, definition_period, label, reference = int, Enterprise, YEAR, "年度数据交易额", "第六条"

    def formula(enterprise: Any, period: Any) -> Any:
        traded = enterprise.members("net", period) * (enterprise.members("measure", period) == 6)
        return _summed(enterprise, traded)


class supported_base(Whole):
    value_type, entity, definition_period, label, reference = int, Case, YEAR, "过门槛的基数", "第六条"

    def formula(case: Any, period: Any, parameters: Any) -> Any:
        over = case.enterprise("trade_of_the_year", period) > parameters(period).measure_6.threshold * FEN
        return np.where((case("measure", period) == 6) & ~over, 0, case("net", period))


class due(Whole):
    value_type, entity, definition_period = int, Case, YEAR
    label, reference = "按比例并在上限以内", "第一条、第二条、第三条、第四条、第六条"

    def formula(case: Any, period: Any, parameters: Any) -> Any:
        held, number = parameters(period), case("measure", period)
        paying = (held.measure_1, held.measure_2, held.measure_3, held.measure_4, None, held.measure_6, None)
        rates = np.array([0, *(node.rate if node else 0 for node in paying)], dtype=np.int64)
        caps = np.array([0, *(node.cap if node else 0 for node in paying)], dtype=np.int64)
        return np.minimum(case("supported_base", period) * rates[number] // 100, caps[number] * FEN)


class composite(Whole):
    value_type, entity, definition_period = int, Case, YEAR
    label, reference = "综合得分，百分之一分，四舍五入", "第五条，样例指南第五项"

    def formula(case: Any, period: Any, parameters: Any) -> Any:
        weights, used = parameters(period).measure_5, case("usage", period)
        most = np.zeros(case("contest", period).max() + 1, dtype=np.int64)
        np.maximum.at(most, case("contest", period), used)
        full = np.maximum(1, most[case("contest", period)])
        # hundredths of a point, over 100 × the largest usage
        points = weights.usage * 100 * 100 * used + weights.quality * case("quality", period) * full
        return (2 * points + 100 * full) // (200 * full)


class place(Whole):
    value_type, entity, definition_period, label, reference = int, Case, YEAR, "综合排名", "第五条"

    def formula(case: Any, period: Any) -> Any:
        runs, score, where = case("measure", period) == 5, case("composite", period), case("contest", period)
        above = runs[None, :] & (where[None, :] == where[:, None]) & (score[None, :] > score[:, None])
        return np.where(runs, 1 + above.sum(axis=1), 0)


class reward(Whole):
    value_type, entity, definition_period, label, reference = int, Case, YEAR, "名次奖励", "第五条，样例指南第五项"

    def formula(case: Any, period: Any, parameters: Any) -> Any:
        return parameters(period).measure_5.tiers.calc(case("place", period)) * FEN


class entitled(Whole):
    value_type, entity, definition_period = int, Case, YEAR
    label, reference = "应得额：晋级补差，只补差额", "第八条(三)"

    def formula(case: Any, period: Any) -> Any:
        had = np.maximum(case("received", period), case("on_record", period))
        topped_up = np.maximum(0, case("due", period) - had)
        return np.where(case("measure", period) == 5, case("reward", period), topped_up)


class granted(Whole):
    value_type, entity, definition_period = int, Case, YEAR
    label, reference = "单位年度上限以内", "第六条，样例指南第二项"

    def formula(case: Any, period: Any, parameters: Any) -> Any:
        number, owner, asked = case("measure", period), _owner(case), case("entitled", period)
        sequence = np.lexsort((case("turn", period), owner))
        running = np.cumsum(asked[sequence]) - asked[sequence]
        first = np.flatnonzero(np.diff(owner[sequence], prepend=-1))
        lengths = np.diff(np.append(first, len(sequence)))
        before = np.empty_like(asked)
        before[sequence] = running - np.repeat(running[first], lengths)
        held = parameters(period)
        cap = np.select([number == 1, number == 6], [held.measure_1.cap, held.measure_6.cap], NO_CAP) * FEN
        room = np.maximum(0, cap - case.enterprise("had_this_year", period) - before)
        return np.minimum(asked, room)


class city_half(Whole):
    value_type, entity, definition_period, label, reference = (
        int,
        Case,
        YEAR,
        "市级财政承担",
        "第八条(一)，样例指南第一项",
    )

    def formula(case: Any, period: Any) -> Any:
        return (case("granted", period) + 1) // 2


class district_half(Whole):
    value_type, entity, definition_period, label, reference = int, Case, YEAR, "属地财政承担", "第八条(一)"

    def formula(case: Any, period: Any) -> Any:
        return case("granted", period) // 2


def _summed(enterprise: Any, amounts: Any) -> Any:
    """A sum by enterprise in whole numbers; OpenFisca's own goes through floats."""
    found = np.zeros(enterprise.count, dtype=np.int64)
    np.add.at(found, enterprise.members_entity_id, amounts)
    return found


def _owner(case: Any) -> Any:
    """Each case's enterprise, by number."""
    return case.simulation.populations["enterprise"].members_entity_id


VARIABLES = tuple(Whole.__subclasses__())
