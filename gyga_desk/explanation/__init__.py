"""Why a case stands where it does, in words: from the cell of each fact, clause by clause, to the last 分 and who pays it.

Nothing is judged or computed here: `standings` and `seen` say what is so, and what is sealed is told as it was sealed.
`told` gathers what there is to tell, `nouns` holds the text, and each other module writes some of its sections.
"""

from __future__ import annotations

from gyga_desk.explanation.amount import derivation, overlapping, result
from gyga_desk.explanation.checks import checklist
from gyga_desk.explanation.filed import filed, heading
from gyga_desk.explanation.law import decision, edition
from gyga_desk.explanation.nouns import Explanation, Line, Section, as_text
from gyga_desk.explanation.order import ranking, scoring
from gyga_desk.explanation.told import Told, gather
from gyga_desk.model import CaseId
from gyga_desk.standings import Reckonings
from gyga_desk.store.reads import PersonRow

__all__ = ["Explanation", "Line", "Section", "Told", "as_text", "explain", "explained", "gather"]

_PARTS = (heading, filed, checklist, overlapping, scoring, ranking, derivation, result, edition, decision)


def explained(told: Told) -> Explanation:
    """The whole text from what was gathered, and from nothing else."""
    return Explanation(told.case.id, tuple(part(told) for part in _PARTS))


def explain(kept: Reckonings, case: CaseId, person: PersonRow) -> Explanation:
    """One case as a person may see it; raises `Refused` for an unknown number."""
    return explained(gather(kept, case, person))
