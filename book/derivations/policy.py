"""What programmes and rules promise or demand."""

from claimbook.register.units import Quantity


def chengdu_smallest_subsidy(chengdu_minimum_rack_count: Quantity, chengdu_subsidy_per_rack: Quantity) -> Quantity:
    """Subsidy of the smallest centre that qualifies, at the highest rate. [yuan] (eeo-2023, line 100)"""
    return chengdu_minimum_rack_count * chengdu_subsidy_per_rack
