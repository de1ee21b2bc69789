"""
The derivations: plain functions whose names are quantities and whose parameters name what they need.

Names make the graph. A module here is found by being listed in ``MODULES``.
"""

from derivations import (
    china,
    chips,
    data_centres,
    fleets,
    markets,
    operations,
    ownership,
    policy,
    servers,
    training,
    training_trends,
    trends,
)

MODULES = (
    training,
    operations,
    ownership,
    fleets,
    china,
    chips,
    servers,
    data_centres,
    trends,
    training_trends,
    markets,
    policy,
)
