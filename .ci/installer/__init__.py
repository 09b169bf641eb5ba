"""How the program becomes something an office installs: freezing, packages, notices, sums.

Nothing of the program's own work lives here, and the program imports nothing from here; `build_installer.py` puts the parts in order.
"""
