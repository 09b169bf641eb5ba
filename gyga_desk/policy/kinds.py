"""The whole vocabulary of the policy files: which keys each kind of amount has, and the words a key may hold.

There are no expressions in the files; a rule that none of these says becomes a named kind here, with its function in `rules`.
"""

from __future__ import annotations

from gyga_desk.model import ColumnType
from gyga_desk.policy import AmountKind

AMOUNT_KEYS: dict[AmountKind, tuple[str, ...]] = {
    AmountKind.SHARE: ("base", "rate", "cap", "received"),
    AmountKind.SHARE_OVER_THRESHOLD: ("base", "deduct", "threshold", "rate", "cap", "received"),
    AmountKind.VOUCHER: ("base", "rate", "cap", "received", "valid_months", "related_parties"),
    AmountKind.BY_RANK: ("parts", "tiers", "unit", "merge_quality"),
    AmountKind.REFERRAL: (),
}

ORDERS = ("score", "base", "composite", "filing", "none")
LINES = ("skip", "stop", "partial", "prorate")
SOURCE_KINDS = ("policy", "guide", "standard", "practice")
REDUCTIONS = ("computed", "stated")
MERGES = ("mean", "weighted_by_use", "best")
"""How one participant's several quality marks become one: their mean, weighted by the quantity beside each, or the best."""

SIGNERS = ("reviewer", "chair", "clerk", "observer", "self")
"""Who may sign a paper: a role, or the person it is about."""
SIGNED_PAPERS = (
    "recusal", "score-sheet", "opinions", "score-table", "special", "minutes", "approval", "notice-report", "fund-approval",
    "payment", "vouchers", "fund-list",
)  # fmt: skip
"""The kinds of paper that people sign; what tells an applicant something goes out under the seal alone."""

BARS = ("barred", "allowed")
"""What a guide may say of something that no clause of the policy forbids or allows."""
BARRING = ("related_parties",)
"""The figures of an amount that say one of these words, and that a check may hang on."""

DETAIL_COLUMNS = {
    "contract": ColumnType.TEXT, "traded_on": ColumnType.DATE, "product": ColumnType.TEXT, "seller": ColumnType.TEXT,
    "seller_code": ColumnType.CODE, "contract_fen": ColumnType.MONEY, "paid_fen": ColumnType.MONEY,
    "invoice_fen": ColumnType.MONEY, "related": ColumnType.BOOL,
}  # fmt: skip
"""What a transaction has, by column id, beside the code of its owner."""

COST_COLUMNS = {
    "category": ColumnType.TEXT, "content": ColumnType.TEXT, "payee": ColumnType.TEXT, "contract": ColumnType.TEXT,
    "invoice": ColumnType.TEXT, "invoiced_on": ColumnType.DATE, "paid_on": ColumnType.DATE, "amount_fen": ColumnType.MONEY,
    "paid_fen": ColumnType.MONEY, "public_fen": ColumnType.MONEY,
}  # fmt: skip
"""What a cost item has, by column id, beside the code and the matter of its owner."""

AUTOMATIC = {
    "asked_matches": 1,
    "audited": 2,
    "clean_credit": 2,
    "costs_deducted": 0,
    "credit_code": 1,
    "dates_in_order": 2,
    "declared": 0,
    "filed_in_period": 0,
    "filing_holder": 3,
    "filing_number": 1,
    "in_year": 1,
    "kind_is": 1,
    "located_here": 1,
    "must_be_no": 1,
    "must_be_yes": 1,
    "no_offset": 2,
    "not_other": 1,
    "on_or_before_filing": 1,
    "once_only": 2,
    "one_claim": 2,
    "one_of": 1,
    "one_unit": 2,
    "over_threshold": 0,
    "payer_named": 1,
    "present": 1,
    "received_stated": 2,
    "recommended": 1,
    "registered_here": 3,
    "same_name": 2,
    "sum_of_parts": 2,
    "taken_together": 1,
    "trades_paid": 1,
    "within_force": 1,
}
"""The automatic looks a check may name, each a function of that name in `rules.automatic`, with how many columns it reads."""

OPEN_ENDED = ("audited", "filing_number", "present", "sum_of_parts", "within_force")
"""The looks that read that many columns or more."""

WORDY = ("filing_number", "kind_is", "one_of")
"""The looks that compare with words, which the check must give in `args`."""
