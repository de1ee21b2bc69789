"""How large a fleet of chips is beside another, and what it costs to buy."""

from claimbook.register.units import Quantity


def fleet_ratio(meta_h100_count: Quantity, a100_per_h100: Quantity, gpt4_a100_count: Quantity) -> Quantity:
    """Training throughput of Meta's fleet over that of the cluster that trained GPT-4. [1] (jiemian-2024, line 31)"""
    return meta_h100_count * a100_per_h100 / gpt4_a100_count


def meta_h100_bill(meta_h100_count: Quantity, h100_price: Quantity) -> Quantity:
    """Purchase price of Meta's H100s, chips only. [US dollar] (jiemian-2024, line 33)"""
    return meta_h100_count * h100_price


def nvlink_domain_ratio(nvlink5_domain: Quantity, nvlink4_domain: Quantity) -> Quantity:
    """GPUs that the two generations of NVLink join at most, as announced. [1] (cinic-2024, line 25)"""
    return nvlink5_domain / nvlink4_domain


def nvlink_domain_ratio_shipped(nvlink5_domain_shipped: Quantity, nvlink4_domain_shipped: Quantity) -> Quantity:
    """GPUs that the two generations of NVLink join in systems sold. [1]"""
    return nvlink5_domain_shipped / nvlink4_domain_shipped


def fleet_ratio_from_outside(
    meta_h100_fleet_2024: Quantity, h100_speed_in_large_runs: Quantity, gpt4_a100_count_estimated: Quantity
) -> Quantity:
    """Training throughput of Meta's H100s over that of GPT-4's cluster, from outside figures. [1] (Epoch AI)"""
    return meta_h100_fleet_2024 * h100_speed_in_large_runs / gpt4_a100_count_estimated


def meta_h100_bill_at_market_price(meta_h100_fleet_2024: Quantity, h100_market_price: Quantity) -> Quantity:
    """Purchase price of Meta's H100s, by outside figures for count and price, chips only. [US dollar]"""
    return meta_h100_fleet_2024 * h100_market_price
