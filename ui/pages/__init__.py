"""One page a file; each is a class that shows what the store says and runs operations.

No page imports another; what pages share lives one floor up, in `ui`.
"""
