"""Everything about a case or a year in one archive that can be read and checked without this program.

How a paper is set, what an explanation says and how the chain of the journal is made live elsewhere; here they are gathered.
"""

from __future__ import annotations

from gyga_desk.operations.dossier.checking import check_dossier, is_dossier
from gyga_desk.operations.dossier.making import Dossier, make_dossier, name_of

__all__ = ["Dossier", "check_dossier", "is_dossier", "make_dossier", "name_of"]
