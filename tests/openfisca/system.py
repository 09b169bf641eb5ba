"""The country package put together, and a simulation of it over vectors of cases."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from tests.openfisca.entities import Case, Enterprise
from tests.openfisca.variables import VARIABLES


class System(TaxBenefitSystem):
    """贵阳贵安关于支持人工智能大模型发展的若干措施(试行), in force from 2024-03-25."""

    def __init__(self) -> None:
        super().__init__([Case, Enterprise])
        for variable in VARIABLES:
            self.add_variable(variable)
        self.load_parameters(str(Path(__file__).parent / "parameters"))


def simulate(owners: Any, of_cases: Mapping[str, Any], of_enterprises: Mapping[str, Any], year: int) -> Any:
    """`owners` names each case's enterprise by its number from nought on; the vectors go by variable."""
    builder, system = SimulationBuilder(), System()
    builder.create_entities(system)
    builder.declare_person_entity("case", range(len(owners)))
    enterprises = builder.declare_entity("enterprise", range(int(owners.max()) + 1))
    builder.join_with_persons(enterprises, owners, ["applicant"] * len(owners))
    simulation = builder.build(system)
    for name, values in {**of_cases, **of_enterprises}.items():
        simulation.set_input(name, year, values)
    return simulation
