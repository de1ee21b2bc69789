"""What a bakery takes and spends."""

from claimbook.register.units import Quantity


def monthly_takings(daily_sales: Quantity, loaf_price: Quantity, month_length: Quantity) -> Quantity:
    """What the bakery takes in a month. [US dollar] (gazette-2024, line 2)"""
    return daily_sales * loaf_price * month_length


def flour_share_of_price(flour_per_loaf: Quantity, flour_price: Quantity, loaf_price: Quantity) -> Quantity:
    """Share of a loaf's price that its flour costs. [1] (gazette-2024, line 3)"""
    return flour_per_loaf * flour_price / loaf_price
