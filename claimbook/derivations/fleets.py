"""How large a fleet of chips is beside another, and what it costs to buy."""

from claimbook.quantity import Quantity


def fleet_ratio(meta_h100_count: Quantity, h100_per_a100: Quantity, gpt4_a100_count: Quantity) -> Quantity:
    """Training throughput of Meta's fleet over that of the cluster that trained GPT-4. [1] (jiemian-2024, line 31)"""
    return meta_h100_count * h100_per_a100 / gpt4_a100_count


def meta_h100_bill(meta_h100_count: Quantity, h100_price: Quantity) -> Quantity:
    """Purchase price of Meta's H100s, chips only. [US dollar] (jiemian-2024, line 33)"""
    return meta_h100_count * h100_price
