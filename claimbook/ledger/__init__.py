"""Every numeral of the sources accounted for."""
