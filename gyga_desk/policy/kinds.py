"""The whole vocabulary of the policy files: which keys each kind of amount has, and the words a key may hold.

There are no expressions in the files; a rule that none of these says becomes a named kind here, with its function in `rules`.
"""

from __future__ import annotations

from gyga_desk.policy import AmountKind

AMOUNT_KEYS: dict[AmountKind, tuple[str, ...]] = {
    AmountKind.SHARE: ("base", "rate", "cap", "received"),
    AmountKind.SHARE_OVER_THRESHOLD: ("base", "deduct", "threshold", "rate", "cap", "received"),
    AmountKind.VOUCHER: ("base", "rate", "cap", "received"),
    AmountKind.BY_RANK: ("parts", "tiers"),
    AmountKind.REFERRAL: (),
}

ORDERS = ("score", "base", "composite", "filing", "none")
LINES = ("skip", "stop", "partial", "prorate")
SOURCE_KINDS = ("policy", "guide", "standard", "practice")
REDUCTIONS = ("computed", "stated")

_MANY = 100

AUTOMATIC: dict[str, range] = {
    "asked_matches": range(1, 2),
    "clean_credit": range(2, 3),
    "credit_code": range(1, 2),
    "dates_in_order": range(2, 3),
    "declared": range(1),
    "filed_in_period": range(1),
    "filing_number": range(1, 2),
    "in_year": range(1, 2),
    "kind_is": range(1, 2),
    "located_here": range(1, 2),
    "must_be_no": range(1, 2),
    "must_be_yes": range(1, 2),
    "not_other": range(1, 2),
    "on_or_before_filing": range(1, 2),
    "once_only": range(2, 3),
    "one_of": range(1, 2),
    "over_threshold": range(1),
    "payer_named": range(1, 2),
    "present": range(1, _MANY),
    "received_stated": range(2, 3),
    "recommended": range(1, 2),
    "registered_here": range(3, 4),
    "same_name": range(2, 3),
    "sum_of_parts": range(2, _MANY),
    "within_force": range(1, _MANY),
}
"""The automatic looks a check may name, each with how many columns it reads; each is a function of that name in `rules.automatic`."""

WORDY = ("filing_number", "kind_is", "one_of")
"""The looks that compare with words, which the check must give in `args`."""
