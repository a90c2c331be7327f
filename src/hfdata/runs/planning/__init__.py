"""Notebook + grid → runs: what there is to run, every value checked before anything starts."""
