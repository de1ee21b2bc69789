"""What programmes and rules promise or demand."""

from claimbook.register.units import Quantity
