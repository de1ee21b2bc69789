"""What each derivation gives with the book's inputs, worked out here by hand: by name the unit, and the value in it."""

ORACLES = {
    "battery_growth": ("", 10.4 / (26.2 - 10.4)),
    "batteries_at_end_from_earlier_count": ("GW", 16 + 10.4),
    "battery_share": ("", 26.2 / 1230),
    "largest_other_addition": ("GW", 48.6 - 30 - 10.3),
    "planned_over_added": ("", 19.6 / 10.4),
}
