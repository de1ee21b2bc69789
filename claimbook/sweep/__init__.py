"""Quantities over grids of assumptions, in one process or on a cluster."""
