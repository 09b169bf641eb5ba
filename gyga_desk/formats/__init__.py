"""Files in and out: workbooks read strictly and written safely, plain tables, papers, packages.

What the values mean for policy, what is stored and who may do it does not live here; this room knows only the nouns.
"""
