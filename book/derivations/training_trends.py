"""
How fast training compute doubled, by era.

The rates are assumptions fitted to the table of training runs: data/trends.csv says over which runs.
"""

from claimbook.register.units import Quantity


def training_doubling_time_before_deep_learning(training_doubling_rate_before_deep_learning: Quantity) -> Quantity:
    """Time in which the five largest runs' compute doubled before deep learning. [time]"""
    return 1 / training_doubling_rate_before_deep_learning


def training_doubling_time_deep_learning(training_doubling_rate_deep_learning: Quantity) -> Quantity:
    """Time in which the five largest runs' compute doubled from 2010 to August 2025. [time]"""
    return 1 / training_doubling_rate_deep_learning


def training_doubling_time_to_2023(training_doubling_rate_to_2023: Quantity) -> Quantity:
    """Time in which the five largest runs' compute doubled from 2010 to April 2023. [time]"""
    return 1 / training_doubling_rate_to_2023


def training_doubling_time_alexnet_era(training_doubling_rate_alexnet_era: Quantity) -> Quantity:
    """Time in which the five largest runs' compute doubled from 2012 to 2017. [time]"""
    return 1 / training_doubling_rate_alexnet_era


def training_doubling_time_transformer_era(training_doubling_rate_transformer_era: Quantity) -> Quantity:
    """Time in which the five largest runs' compute doubled from 2018 to August 2025. [time]"""
    return 1 / training_doubling_rate_transformer_era


def record_doubling_time_alexnet_era(record_doubling_rate_alexnet_era: Quantity) -> Quantity:
    """Time in which the record runs' compute doubled from 2012 to 2017. [time]"""
    return 1 / record_doubling_rate_alexnet_era


def record_doubling_time_since_alexnet(record_doubling_rate_since_alexnet: Quantity) -> Quantity:
    """Time in which the record runs' compute doubled from 2012 to August 2025. [time]"""
    return 1 / record_doubling_rate_since_alexnet


def record_growth_alexnet_era(
    growth_per_doubling: Quantity, record_doubling_rate_alexnet_era: Quantity, compounding_period: Quantity
) -> Quantity:
    """Growth factor of the record runs' compute a year, 2012 to 2017. [1]"""
    return growth_per_doubling ** (record_doubling_rate_alexnet_era * compounding_period)


def record_growth_since_alexnet(
    growth_per_doubling: Quantity, record_doubling_rate_since_alexnet: Quantity, compounding_period: Quantity
) -> Quantity:
    """Growth factor of the record runs' compute a year, 2012 to 2025. [1]"""
    return growth_per_doubling ** (record_doubling_rate_since_alexnet * compounding_period)
