"""What each derivation gives with the book's inputs, worked out here by hand: by name the unit, and the value in it."""

ORACLES = {
    "yearly_crossings": ("crossing/year", 24 * 200),
    "yearly_passengers": ("passenger/year", 24 * 200 * 80),
    "stated_yearly_passengers": ("passenger/year", 24 * 200 * 80),
    "fuel_per_passenger": ("liter/passenger", 40 / 80),
    "yearly_passengers_by_seats": ("passenger/year", 24 * 200 * 120 * 0.65),
    "yearly_fuel": ("liter/year", 40 * 24 * 200),
    "passenger_doubling_time": ("year", 6.4),
    "boats_at_work": ("boat", 6 - 2),
    "yearly_takings": ("USD/year", 24 * 200 * 80 * 3.50),
    "stated_yearly_takings": ("USD/year", 24 * 200 * 80 * 3.50),
    "yearly_fuel_cost": ("USD/year", 40 * 24 * 200 * 1.5),
    "fuel_share": ("", 40 * 1.5 / (80 * 3.50)),
    "payback_time": ("year", 6 * 2e6 / (24 * 200 * (80 * 3.50 - 40 * 1.5))),
}
