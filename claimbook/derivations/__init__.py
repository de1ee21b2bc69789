"""
The derivations: plain functions whose names are quantities and whose parameters name what they need.

Names make the graph. A module here is found by being listed in ``MODULES``.
"""

from claimbook.derivations import china, fleets, operations, training, training_trends

MODULES = (training, operations, fleets, china, training_trends)
