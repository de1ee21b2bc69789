"""What the ferries carry and burn."""

from claimbook.register.units import Quantity


def yearly_crossings(crossings_per_day: Quantity, season_length: Quantity) -> Quantity:
    """Crossings in a year. [crossing/time] (herald-2024, line 1)"""
    return crossings_per_day * season_length


def yearly_passengers(yearly_crossings: Quantity, passengers_per_crossing: Quantity) -> Quantity:
    """Passengers in a year. [passenger/time] (herald-2024, line 2)"""
    return yearly_crossings * passengers_per_crossing


def stated_yearly_passengers(yearly_crossings: Quantity, stated_passengers_per_crossing: Quantity) -> Quantity:
    """Passengers in a year by the text's own figures. [passenger/time] (herald-2024, lines 1 and 2)"""
    return yearly_crossings * stated_passengers_per_crossing


def fuel_per_passenger(fuel_per_crossing: Quantity, passengers_per_crossing: Quantity) -> Quantity:
    """Fuel that carrying one passenger takes. [volume/passenger] (herald-2024, line 4)"""
    return fuel_per_crossing / passengers_per_crossing


def yearly_fuel(fuel_per_crossing: Quantity, yearly_crossings: Quantity) -> Quantity:
    """Fuel in a year. [volume/time]"""
    return fuel_per_crossing * yearly_crossings


def passenger_doubling_time(passenger_doubling_rate: Quantity) -> Quantity:
    """Time in which passengers double. [time] (fjordblad-2024, line 2)"""
    return 1 / passenger_doubling_rate


def boats_at_work(boat_count: Quantity, boats_under_repair: Quantity) -> Quantity:
    """Boats that are not under repair. [boat]"""
    return boat_count - boats_under_repair


def yearly_passengers_by_seats(
    yearly_crossings: Quantity, seats_per_crossing: Quantity, occupied_share: Quantity
) -> Quantity:
    """Passengers in a year, if so many seats are taken. [passenger/time]"""
    return yearly_crossings * seats_per_crossing * occupied_share
