"""How much battery storage there is, how fast it grows, and beside what."""

from claimbook.register.units import Quantity


def battery_growth(batteries_added: Quantity, batteries_at_end: Quantity) -> Quantity:
    """Growth of battery capacity in the year, from what was added and what stood at its end. [1] (eia-2025, line 2)"""
    return batteries_added / (batteries_at_end - batteries_added)


def batteries_at_end_from_earlier_count(batteries_at_start: Quantity, batteries_added: Quantity) -> Quantity:
    """Battery capacity at the end of the year, from an earlier count of its start. [power] (h2ccs2024; eia-2025)"""
    return batteries_at_start + batteries_added


def battery_share(batteries_at_end: Quantity, generating_capacity: Quantity) -> Quantity:
    """Share of batteries in all generating capacity. [1] (eia-2025, line 2)"""
    return batteries_at_end / generating_capacity


def largest_other_addition(all_added: Quantity, solar_added: Quantity, batteries_counted_earlier: Quantity) -> Quantity:
    """All that was added beside solar and batteries: no other kind can have more. [power] (essnews2025)"""
    return all_added - solar_added - batteries_counted_earlier


def planned_over_added(batteries_planned: Quantity, batteries_added: Quantity) -> Quantity:
    """What is planned for the next year over what was added in this one. [1] (eia-2025, lines 2 and 3)"""
    return batteries_planned / batteries_added
