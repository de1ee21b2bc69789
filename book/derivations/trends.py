"""How fast compute, chips and costs grow."""

from claimbook.register.units import Quantity


def stated_training_growth(
    growth_per_doubling: Quantity, stated_doubling_time: Quantity, compounding_period: Quantity
) -> Quantity:
    """Growth factor of training compute in each compounding period as doubling stated. [1] (huatai-2023, line 5)"""
    return growth_per_doubling ** (compounding_period / stated_doubling_time)


def record_training_growth(
    alexnet_training_compute: Quantity,
    palm_training_compute: Quantity,
    alexnet_to_palm_period: Quantity,
    compounding_period: Quantity,
) -> Quantity:
    """Growth factor of the largest run's compute in each compounding period, AlexNet to PaLM. [1] (Epoch AI)"""
    return (palm_training_compute / alexnet_training_compute) ** (compounding_period / alexnet_to_palm_period)


def moore_growth(
    growth_per_doubling: Quantity, stated_moore_doubling_time: Quantity, compounding_period: Quantity
) -> Quantity:
    """Growth factor of chip performance in each compounding period as doubling stated. [1] (huatai-2023, line 5)"""
    return growth_per_doubling ** (compounding_period / stated_moore_doubling_time)


def training_to_chip_growth_ratio(record_training_growth: Quantity, moore_growth: Quantity) -> Quantity:
    """How many times faster training compute grew than chips in each compounding period. [1] (huatai-2023, line 5)"""
    return record_training_growth / moore_growth


def training_compute_growth(
    growth_per_doubling: Quantity, compounding_period: Quantity, training_doubling_time: Quantity
) -> Quantity:
    """Growth factor of training compute in each compounding period. [1] (jiemian-2024, line 83)"""
    return growth_per_doubling ** (compounding_period / training_doubling_time)


def training_compute_growth_between_chips(
    growth_per_doubling: Quantity, a100_to_h100_interval: Quantity, training_doubling_time: Quantity
) -> Quantity:
    """Growth factor of training compute from the A100 to the H100. [1] (jiemian-2024, lines 83 and 85)"""
    return growth_per_doubling ** (a100_to_h100_interval / training_doubling_time)


def chip_growth_per_moore_period(
    h100_peak_speedup: Quantity, a100_to_h100_interval: Quantity, moore_doubling_time: Quantity
) -> Quantity:
    """Growth factor of NVIDIA's peak rate, A100 to H100, in the time of one doubling by Moore's law. [1]"""
    return h100_peak_speedup ** (moore_doubling_time / a100_to_h100_interval)


def parameter_growth_per_moore_period(
    gpt3_parameter_count: Quantity,
    gpt4_parameter_count: Quantity,
    gpt3_to_gpt4_interval: Quantity,
    moore_doubling_time: Quantity,
) -> Quantity:
    """Growth factor of parameters, GPT-3 to GPT-4, in the time of one doubling by Moore's law. [1]"""
    return (gpt4_parameter_count / gpt3_parameter_count) ** (moore_doubling_time / gpt3_to_gpt4_interval)


def compute_demand_period(compute_demand_start: Quantity, compute_demand_end: Quantity) -> Quantity:
    """Years over which the source measures the growth of demand. [time] (cinic-2024, line 13)"""
    return compute_demand_end - compute_demand_start


def compute_demand_growth(gpt4_training_compute: Quantity, largest_model_2003_training_compute: Quantity) -> Quantity:
    """GPT-4's training compute over that of the largest model of 2003, twenty years to the day before. [1]"""
    return gpt4_training_compute / largest_model_2003_training_compute


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
    """Growth factor of language models' training compute in each compounding period, fitted. [1] (Epoch AI)"""
    return growth_per_doubling ** (compounding_period / language_doubling_time_fitted)


def gpu_peak_growth(
    h100_peak_speedup: Quantity, compounding_period: Quantity, a100_to_h100_interval: Quantity
) -> Quantity:
    """Growth factor of NVIDIA's peak rate at 16 bits, A100 to H100, in each compounding period. [1]"""
    return h100_peak_speedup ** (compounding_period / a100_to_h100_interval)


def language_growth_over_gpu_growth(language_training_growth: Quantity, gpu_peak_growth: Quantity) -> Quantity:
    """How many times faster language models' training compute grew than the peak rate. [1] (cinic-2024, line 13)"""
    return language_training_growth / gpu_peak_growth


def stated_training_to_chip_growth(stated_training_growth: Quantity, moore_growth: Quantity) -> Quantity:
    """Yearly growth of training compute over that of chips, both as doubling stated. [1] (huatai-2023, line 5)"""
    return stated_training_growth / moore_growth


def record_to_gpu_growth(record_training_growth: Quantity, gpu_growth_since_2012: Quantity) -> Quantity:
    """Yearly growth of the largest run's compute over that of the best GPU's peak rate, 2012 to 2022. [1]"""
    return record_training_growth / gpu_growth_since_2012


def parameter_growth_of_language_models(
    growth_per_doubling: Quantity, language_model_parameter_doubling_rate: Quantity, moore_doubling_time: Quantity
) -> Quantity:
    """Growth factor of language models' parameters in one doubling's time by Moore's law. [1] (Epoch AI)"""
    return growth_per_doubling ** (language_model_parameter_doubling_rate * moore_doubling_time)


def record_doubling_time_to_2024(record_doubling_rate_to_2024: Quantity) -> Quantity:
    """Time in which the record runs' compute doubled from 2012 to January 2024. [time]"""
    return 1 / record_doubling_rate_to_2024


def record_growth_to_2024(
    growth_per_doubling: Quantity, record_doubling_rate_to_2024: Quantity, compounding_period: Quantity
) -> Quantity:
    """Growth factor of the record runs' compute in each compounding period, 2012 to January 2024. [1]"""
    return growth_per_doubling ** (record_doubling_rate_to_2024 * compounding_period)


def record_growth_between_chips(
    growth_per_doubling: Quantity, record_doubling_rate_to_2024: Quantity, a100_to_h100_interval: Quantity
) -> Quantity:
    """Growth factor of the record runs' compute from the A100 to the H100, at the rate since 2012. [1]"""
    return growth_per_doubling ** (record_doubling_rate_to_2024 * a100_to_h100_interval)
