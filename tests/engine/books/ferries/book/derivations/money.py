"""What the ferries take and spend."""

from claimbook.register.units import Quantity


def yearly_takings(yearly_passengers: Quantity, ticket_price: Quantity) -> Quantity:
    """What tickets bring in a year. [US dollar/time] (herald-2024, line 2)"""
    return yearly_passengers * ticket_price


def stated_yearly_takings(stated_yearly_passengers: Quantity, ticket_price: Quantity) -> Quantity:
    """What tickets bring in a year by the text's own figures. [US dollar/time] (herald-2024, lines 1 and 2)"""
    return stated_yearly_passengers * ticket_price


def yearly_fuel_cost(yearly_fuel: Quantity, fuel_price: Quantity) -> Quantity:
    """What fuel costs in a year. [US dollar/time]"""
    return yearly_fuel * fuel_price


def fuel_share(yearly_fuel_cost: Quantity, yearly_takings: Quantity) -> Quantity:
    """Share of the takings that fuel costs. [1] (herald-2024, line 3)"""
    return yearly_fuel_cost / yearly_takings


def payback_time(
    boat_count: Quantity, boat_price: Quantity, yearly_takings: Quantity, yearly_fuel_cost: Quantity
) -> Quantity:
    """Years after which the boats have paid for themselves. [time]"""
    return boat_count * boat_price / (yearly_takings - yearly_fuel_cost)
