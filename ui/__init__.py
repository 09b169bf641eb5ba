"""The Qt shell of gyga-desk: windows, pages and the one way they ask the core for work.

No rule, no arithmetic and no SQL lives here; those are in `gyga_desk`, which never imports this package.
"""
