"""How much intelligent compute China has, and how fast it grows."""

from claimbook.register.units import Quantity


def china_compute_growth(
    china_compute_2021: Quantity,
    china_compute_2026: Quantity,
    china_forecast_period: Quantity,
    compounding_period: Quantity,
) -> Quantity:
    """Compound growth of China's intelligent compute a year. [1] (eeo-2023, line 50)"""
    return (china_compute_2026 / china_compute_2021) ** (compounding_period / china_forecast_period) - 1


def china_compute_2021_implied(
    china_compute_2026: Quantity,
    china_stated_growth: Quantity,
    china_forecast_period: Quantity,
    compounding_period: Quantity,
) -> Quantity:
    """China's intelligent compute in 2021 implied by forecast and rate. [computation / time] (eeo-2023, line 50)"""
    return china_compute_2026 / (1 + china_stated_growth) ** (china_forecast_period / compounding_period)


def china_compute_growth_measured(
    china_compute_2022_measured: Quantity,
    china_compute_2024_measured: Quantity,
    china_measured_period: Quantity,
    compounding_period: Quantity,
) -> Quantity:
    """Compound growth of China's intelligent compute between what was measured for 2022 and for 2024. [1]"""
    return (china_compute_2024_measured / china_compute_2022_measured) ** (
        compounding_period / china_measured_period
    ) - 1


def china_compute_2026_implied(
    china_compute_2021: Quantity,
    china_stated_growth: Quantity,
    china_forecast_period: Quantity,
    compounding_period: Quantity,
) -> Quantity:
    """China's intelligent compute in 2026 implied by base and rate. [computation / time] (eeo-2023, line 50)"""
    return china_compute_2021 * (1 + china_stated_growth) ** (china_forecast_period / compounding_period)
