"""What each derivation gives with the book's inputs, worked out here by hand: by name the unit, and the value in it."""

ORACLES = {
    "monthly_takings": ("USD", 1200 * 4.50 * 30),
    "flour_share_of_price": ("", 0.5 * 1.10 / 4.50),
}
