"""From the record to what each paper shows: one frozen value a paper, drawn from what was sealed wherever it was.

How a paper looks does not live here but in `formats.pdf`, and no number is worked out here: `standings` has them all.
"""
