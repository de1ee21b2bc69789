"""A made-up language: a point groups thousands, a comma begins decimals, percents are hundredths, years are ``år``."""

import re

from claimbook.ledger.languages import Language, Numeral, Speech

UNITS = {"hundredelar": "percent", "år": "year", "folk": "passenger"}
NUMERAL = re.compile(rf"(\d{{1,3}}(?:\.\d{{3}})+|\d+)(,\d+)?(?: ({'|'.join(UNITS)})\b)?")


def read_numerals(line: str) -> tuple[Numeral, ...]:
    """Every numeral of a line."""
    return tuple(read(found) for found in NUMERAL.finditer(line))


def read(found: re.Match[str]) -> Numeral:
    """A numeral that was found."""
    figures, decimals, unit = found.groups(default="")
    value = float(figures.replace(".", "") + decimals.replace(",", "."))
    return Numeral(found[0], found.start(), value, value, UNITS.get(unit, "1"))


SPEECH = Speech(
    tag="fjd",
    verdicts={"holds": ("Held", "Prov utanfrå stadfester det."), "fails": ("Held ikkje", "Det går ikkje opp.")},
    labels={"Printed": "Prenta"},
)
LANGUAGE = Language("fjd", "Fjordish", read_numerals, ".", speech=SPEECH)
