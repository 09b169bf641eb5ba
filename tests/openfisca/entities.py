"""Who and what is counted: a case (项目), and the enterprise (企业) whose cases stand together in a year."""

from __future__ import annotations

from openfisca_core.entities import build_entity

Case = build_entity(key="case", plural="cases", label="项目", is_person=True)
Enterprise = build_entity(
    key="enterprise", plural="enterprises", label="企业", roles=[{"key": "applicant", "plural": "applicants", "label": "申报项目"}],
)  # fmt: skip
