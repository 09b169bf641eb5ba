"""Measurements: what each promise of speed and size is measured with, and the results as they were measured.

No test lives here and nothing of the program: what must hold on every machine is a test; what depends on one is measured.
"""
