"""What a training run takes in compute and chip time, and what that costs."""

from claimbook.quantity import Quantity


def gpt3_training_compute(
    training_flop_per_parameter_token: Quantity, gpt3_parameter_count: Quantity, gpt3_token_count: Quantity
) -> Quantity:
    """Operations in one training run of GPT-3, as 6ND. [computation] (Kaplan et al. 2020)"""
    return training_flop_per_parameter_token * gpt3_parameter_count * gpt3_token_count


def gpt3_v100_time(gpt3_training_compute: Quantity, v100_training_rate: Quantity) -> Quantity:
    """V100 time that GPT-3's training run needs at the speed one V100 sustains. [V100 · time]"""
    return gpt3_training_compute / v100_training_rate


def gpt3_training_cost(gpt3_v100_time: Quantity, v100_rent: Quantity) -> Quantity:
    """Cloud rent of GPT-3's V100 time, for one run. [US dollar]"""
    return gpt3_v100_time * v100_rent


def gpt4_gpu_time(gpt4_a100_count: Quantity, gpt4_training_time: Quantity) -> Quantity:
    """A100 time booked for GPT-4's training run. [A100 · time] (jiemian-2024, line 65)"""
    return gpt4_a100_count * gpt4_training_time


def gpt4_training_cost(gpt4_gpu_time: Quantity, a100_rent: Quantity) -> Quantity:
    """Cloud rent of GPT-4's A100 time, for one run. [US dollar] (jiemian-2024, line 65)"""
    return gpt4_gpu_time * a100_rent


def gpt4_training_compute(gpt4_gpu_time: Quantity, a100_peak_rate: Quantity, gpt4_utilisation: Quantity) -> Quantity:
    """Operations that GPT-4's A100 time performs at the utilisation reported for it. [computation]"""
    return gpt4_gpu_time * a100_peak_rate * gpt4_utilisation
