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

AUTOMATIC = (
    "asked_matches",
    "clean_credit",
    "credit_code",
    "dates_in_order",
    "declared",
    "filed_in_period",
    "filing_number",
    "in_year",
    "kind_is",
    "located_here",
    "must_be_no",
    "must_be_yes",
    "not_other",
    "on_or_before_filing",
    "once_only",
    "one_of",
    "over_threshold",
    "payer_named",
    "present",
    "received_stated",
    "recommended",
    "registered_here",
    "same_name",
    "sum_of_parts",
    "within_force",
)
"""The automatic looks a check may name; each is a function of that name in `rules.automatic`."""
