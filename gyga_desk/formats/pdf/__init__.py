"""The papers the desk prints: fonts and their fallback, the page, and one file for each document.

What a paper says is decided elsewhere and comes in ready to show; no rule, no record and no signature lives here.
"""
