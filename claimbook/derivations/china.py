"""How fast China's intelligent compute grows."""

from claimbook.quantity import Quantity


def china_compute_growth(
    china_compute_2021: Quantity,
    china_compute_2026: Quantity,
    china_forecast_period: Quantity,
    compounding_period: Quantity,
) -> Quantity:
    """Compound growth of China's intelligent compute in each compounding period. [1] (eeo-2023, line 50)"""
    return (china_compute_2026 / china_compute_2021) ** (compounding_period / china_forecast_period) - 1
