"""How fast compute, chips and costs grow."""

from claimbook.register.units import Quantity


def stated_training_growth(
    growth_per_doubling: Quantity, stated_doubling_time: Quantity, compounding_period: Quantity
) -> Quantity:
    """Growth factor of training compute a year as doubling stated. [1] (huatai-2023, line 5)"""
    return growth_per_doubling ** (compounding_period / stated_doubling_time)


def record_training_growth(
    alexnet_training_compute: Quantity,
    palm_training_compute: Quantity,
    alexnet_to_palm_period: Quantity,
    compounding_period: Quantity,
) -> Quantity:
    """Growth factor of the largest run's compute a year, AlexNet to PaLM. [1] (Epoch AI)"""
    return (palm_training_compute / alexnet_training_compute) ** (compounding_period / alexnet_to_palm_period)


def moore_growth(
    growth_per_doubling: Quantity, stated_moore_doubling_time: Quantity, compounding_period: Quantity
) -> Quantity:
    """Growth factor of chip performance a year as doubling stated. [1] (huatai-2023, line 5)"""
    return growth_per_doubling ** (compounding_period / stated_moore_doubling_time)


def training_compute_growth(
    growth_per_doubling: Quantity, compounding_period: Quantity, training_doubling_time: Quantity
) -> Quantity:
    """Growth factor of training compute a year. [1] (jiemian-2024, line 83)"""
    return growth_per_doubling ** (compounding_period / training_doubling_time)


def compute_demand_period(compute_demand_start: Quantity, compute_demand_end: Quantity) -> Quantity:
    """Years over which the source measures the growth of demand. [time] (cinic-2024, line 13)"""
    return compute_demand_end - compute_demand_start


def moore_demand_period_growth(
    growth_per_doubling: Quantity, compute_demand_period: Quantity, moore_doubling_time_cinic: Quantity
) -> Quantity:
    """Growth by Moore's law over the same years. [1] (cinic-2024, line 13)"""
    return growth_per_doubling ** (compute_demand_period / moore_doubling_time_cinic)


def demand_growth_over_moore(compute_demand_growth_stated: Quantity, moore_demand_period_growth: Quantity) -> Quantity:
    """How many times more demand grew than Moore's law gives. [1] (cinic-2024, line 13)"""
    return compute_demand_growth_stated / moore_demand_period_growth


def transformer_yearly_growth(
    growth_per_doubling: Quantity, compounding_period: Quantity, transformer_doubling_time: Quantity
) -> Quantity:
    """Yearly growth that the doubling time printed for Transformers amounts to. [1] (cinic-2024, line 13)"""
    return growth_per_doubling ** (compounding_period / transformer_doubling_time)


def gpu_yearly_growth(
    gpu_decade_growth_stated: Quantity, compounding_period: Quantity, gpu_growth_period: Quantity
) -> Quantity:
    """Yearly growth that a thousandfold in ten years amounts to. [1] (cinic-2024, line 13)"""
    return gpu_decade_growth_stated ** (compounding_period / gpu_growth_period)


def transformer_growth_over_gpu(transformer_yearly_growth: Quantity, gpu_yearly_growth: Quantity) -> Quantity:
    """Yearly growth of demand over that of the GPU. [1] (cinic-2024, line 13)"""
    return transformer_yearly_growth / gpu_yearly_growth


def growth_since_alexnet(
    growth_per_doubling: Quantity,
    alexnet_date: Quantity,
    transformer_date: Quantity,
    compute_demand_end: Quantity,
    convolutional_doubling_time: Quantity,
    transformer_doubling_time: Quantity,
) -> Quantity:
    """Growth from AlexNet to 2023 at the doubling times printed for both kinds of model. [1] (cinic-2024, line 13)"""
    convolutional_growth = growth_per_doubling ** ((transformer_date - alexnet_date) / convolutional_doubling_time)
    transformer_growth = growth_per_doubling ** ((compute_demand_end - transformer_date) / transformer_doubling_time)
    return convolutional_growth * transformer_growth


def growth_needed_before_alexnet(compute_demand_growth_stated: Quantity, growth_since_alexnet: Quantity) -> Quantity:
    """Growth from 2003 to AlexNet that one would have to believe for the printed figures to agree. [1]"""
    return compute_demand_growth_stated / growth_since_alexnet


def yearly_growth_needed_before_alexnet(
    growth_needed_before_alexnet: Quantity,
    compounding_period: Quantity,
    alexnet_date: Quantity,
    compute_demand_start: Quantity,
) -> Quantity:
    """The same as a yearly growth. [1]"""
    return growth_needed_before_alexnet ** (compounding_period / (alexnet_date - compute_demand_start))


def language_training_growth(
    growth_per_doubling: Quantity, compounding_period: Quantity, language_doubling_time_fitted: Quantity
) -> Quantity:
    """Growth factor of language models' training compute a year, fitted. [1] (Epoch AI)"""
    return growth_per_doubling ** (compounding_period / language_doubling_time_fitted)


def stated_training_to_chip_growth(stated_training_growth: Quantity, moore_growth: Quantity) -> Quantity:
    """Yearly growth of training compute over that of chips, both as doubling stated. [1] (huatai-2023, line 5)"""
    return stated_training_growth / moore_growth


def record_doubling_time_to_2024(record_doubling_rate_to_2024: Quantity) -> Quantity:
    """Time in which the record runs' compute doubled from 2012 to January 2024. [time]"""
    return 1 / record_doubling_rate_to_2024


def record_growth_to_2024(
    growth_per_doubling: Quantity, record_doubling_rate_to_2024: Quantity, compounding_period: Quantity
) -> Quantity:
    """Growth factor of the record runs' compute a year, 2012 to January 2024. [1]"""
    return growth_per_doubling ** (record_doubling_rate_to_2024 * compounding_period)


def record_growth_between_chips(
    growth_per_doubling: Quantity, record_doubling_rate_to_2024: Quantity, a100_to_h100_interval: Quantity
) -> Quantity:
    """Growth factor of the record runs' compute from the A100 to the H100, at the rate since 2012. [1]"""
    return growth_per_doubling ** (record_doubling_rate_to_2024 * a100_to_h100_interval)


def compute_demand_growth(
    gpt4_training_compute_estimated: Quantity, largest_model_2003_training_compute: Quantity
) -> Quantity:
    """Training compute of the record run in mid-2023 over that of the record run in mid-2003. [1] (Epoch AI)"""
    return gpt4_training_compute_estimated / largest_model_2003_training_compute


def record_doubling_time_to_2023(record_doubling_rate_to_2023: Quantity) -> Quantity:
    """Time in which the record runs' compute doubled from 2012 to February 2023. [time]"""
    return 1 / record_doubling_rate_to_2023


def record_growth_to_2023(
    growth_per_doubling: Quantity, record_doubling_rate_to_2023: Quantity, compounding_period: Quantity
) -> Quantity:
    """Growth factor of the record runs' compute a year, 2012 to February 2023. [1]"""
    return growth_per_doubling ** (record_doubling_rate_to_2023 * compounding_period)


def gpu_performance_growth(
    growth_per_doubling: Quantity, gpu_performance_doubling_rate: Quantity, compounding_period: Quantity
) -> Quantity:
    """Growth factor of the peak rate of GPUs for machine learning a year. [1] (Epoch AI)"""
    return growth_per_doubling ** (gpu_performance_doubling_rate * compounding_period)


def record_growth_over_gpu_growth(record_growth_to_2023: Quantity, gpu_performance_growth: Quantity) -> Quantity:
    """Yearly growth of the record runs' compute over that of GPUs' peak rate. [1] (huatai-2023, line 5)"""
    return record_growth_to_2023 / gpu_performance_growth


def record_to_gpu_growth(record_growth_to_2023: Quantity, gpu_growth_since_2012: Quantity) -> Quantity:
    """Yearly growth of the record runs' compute over that of the best GPU's peak rate, K20X to H100. [1]"""
    return record_growth_to_2023 / gpu_growth_since_2012


def training_growth_over_gpu_growth(
    growth_per_doubling: Quantity,
    training_doubling_rate_to_2023: Quantity,
    compounding_period: Quantity,
    gpu_performance_growth: Quantity,
) -> Quantity:
    """Yearly growth of the five largest runs' compute over that of GPUs' peak rate. [1] (eeo-2023, line 28)"""
    return growth_per_doubling ** (training_doubling_rate_to_2023 * compounding_period) / gpu_performance_growth


def language_growth_over_gpu_growth(language_training_growth: Quantity, gpu_performance_growth: Quantity) -> Quantity:
    """Yearly growth of language models' training compute over that of GPUs' peak rate. [1] (cinic-2024, line 13)"""
    return language_training_growth / gpu_performance_growth


def parameter_growth_over_gpu_growth(
    growth_per_doubling: Quantity,
    language_model_parameter_doubling_rate: Quantity,
    compounding_period: Quantity,
    gpu_performance_growth: Quantity,
) -> Quantity:
    """Yearly growth of language models' parameters over that of GPUs' peak rate. [1] (jiemian-2024, line 23)"""
    parameter_growth = growth_per_doubling ** (language_model_parameter_doubling_rate * compounding_period)
    return parameter_growth / gpu_performance_growth


def gpt_parameter_growth_over_gpu_growth(
    gpt3_parameter_count: Quantity,
    gpt4_parameter_count: Quantity,
    gpt3_to_gpt4_interval: Quantity,
    compounding_period: Quantity,
    gpu_performance_growth: Quantity,
) -> Quantity:
    """Yearly growth of parameters from GPT-3 to GPT-4 over that of GPUs' peak rate. [1]"""
    parameter_growth = (gpt4_parameter_count / gpt3_parameter_count) ** (compounding_period / gpt3_to_gpt4_interval)
    return parameter_growth / gpu_performance_growth
