"""What a training run takes in compute, chips and time, and what that costs."""

from claimbook.register.units import Quantity


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


def gpt4_training_cost_at_2022_rent(gpt4_gpu_time: Quantity, a100_rent_2022: Quantity) -> Quantity:
    """The same at the median of what three large clouds asked for an A100 in 2022. [US dollar]"""
    return gpt4_gpu_time * a100_rent_2022


def gpt4_compute_from_tokens(
    training_flop_per_parameter_token: Quantity, gpt4_active_parameter_count: Quantity, gpt4_token_count: Quantity
) -> Quantity:
    """Operations of GPT-4's run as 6ND of the parameters that work on a token. [computation] (Patel & Wong 2023)"""
    return training_flop_per_parameter_token * gpt4_active_parameter_count * gpt4_token_count


def gpt3_run_v100_time(gpt3_v100_count: Quantity, gpt3_training_time: Quantity) -> Quantity:
    """V100 time of GPT-3's training run as it is reported. [V100 · time] (Epoch AI)"""
    return gpt3_v100_count * gpt3_training_time


def gpt3_compute_from_chips(
    gpt3_run_v100_time: Quantity, v100_peak_rate: Quantity, gpt3_utilisation: Quantity
) -> Quantity:
    """Operations that this V100 time performs at the utilisation reported. [computation] (Chowdhery et al. 2022)"""
    return gpt3_run_v100_time * v100_peak_rate * gpt3_utilisation


def gpt3_compute_with_recomputation(
    megatron_gpt3_a100_count: Quantity, megatron_gpt3_training_time: Quantity, megatron_a100_rate: Quantity
) -> Quantity:
    """Operations of a run of GPT-3's size on A100s, some done twice. [computation] (Narayanan et al. 2021)"""
    return megatron_gpt3_a100_count * megatron_gpt3_training_time * megatron_a100_rate


def gpt3_compute_from_megatron(
    gpt3_compute_with_recomputation: Quantity,
    training_flop_per_parameter_token: Quantity,
    training_flop_with_recomputation: Quantity,
) -> Quantity:
    """The same without the operations done twice. [computation] (Narayanan et al. 2021, equation 4)"""
    return gpt3_compute_with_recomputation * training_flop_per_parameter_token / training_flop_with_recomputation


def gpt3_xl_training_compute(
    training_flop_per_parameter_token: Quantity, gpt3_xl_parameter_count: Quantity, gpt3_token_count: Quantity
) -> Quantity:
    """Operations in one training run of GPT-3 XL, as 6ND. [computation] (huatai-2023, line 9)"""
    return training_flop_per_parameter_token * gpt3_xl_parameter_count * gpt3_token_count


def gpt3_xl_scaled_compute(
    gpt3_stated_compute: Quantity, gpt3_xl_stated_parameter_count: Quantity, gpt3_stated_parameter_count: Quantity
) -> Quantity:
    """GPT-3 XL's compute if it scales with parameters from GPT-3's. [computation] (huatai-2023, lines 8-9)"""
    return gpt3_stated_compute * gpt3_xl_stated_parameter_count / gpt3_stated_parameter_count


def chatgpt_training_time_at_stated_rate(
    chatgpt_stated_training_compute: Quantity, stated_computing_rate: Quantity
) -> Quantity:
    """Time that ChatGPT's stated training compute takes at the stated rate. [time] (huatai-2023, line 9)"""
    return chatgpt_stated_training_compute / stated_computing_rate


def gpt3_cost_of_stated_time(gpt3_stated_v100_time: Quantity, v100_rent: Quantity) -> Quantity:
    """Cloud rent of the V100 time that the source states for GPT-3. [US dollar] (huatai-2023, line 4)"""
    return gpt3_stated_v100_time * v100_rent


def gpt3_tpu_time(gpt3_training_compute: Quantity, tpu_v4_peak_rate: Quantity, palm_utilisation: Quantity) -> Quantity:
    """TPU v4 time that GPT-3's training run needs at PaLM's utilisation. [TPU · time] (Sunyan 2023)"""
    return gpt3_training_compute / (tpu_v4_peak_rate * palm_utilisation)


def gpt3_tpu_training_cost(gpt3_tpu_time: Quantity, tpu_v4_rent: Quantity) -> Quantity:
    """Cloud rent of that TPU time, for one run. [US dollar] (eeo-2023, line 46)"""
    return gpt3_tpu_time * tpu_v4_rent


def gpt3_reference_time(gpt3_training_compute: Quantity, reference_computing_rate: Quantity) -> Quantity:
    """Time of GPT-3's training run at the reference rate. [time] (eeo-2023, line 48)"""
    return gpt3_training_compute / reference_computing_rate


def gpt35_reference_time(gpt35_training_compute: Quantity, reference_computing_rate: Quantity) -> Quantity:
    """Time that GPT-3.5's operations, by Epoch AI's estimate, take at the reference rate. [time] (eeo-2023, line 48)"""
    return gpt35_training_compute / reference_computing_rate


def gpt3_dataset_word_count(gpt3_dataset_token_count: Quantity, words_per_token: Quantity) -> Quantity:
    """Words in the text GPT-3 was trained from. [word] (Brown et al. 2020, table 2.2)"""
    return gpt3_dataset_token_count * words_per_token


def parameter_stack_height(
    gpt3_parameter_count: Quantity, parameters_per_sheet: Quantity, sheet_thickness: Quantity
) -> Quantity:
    """Height of the stack of sheets with all parameters printed on them. [length] (eeo-2023, line 48)"""
    return gpt3_parameter_count / parameters_per_sheet * sheet_thickness


def v100_cluster_bill_in_dollars(training_threshold_v100_count: Quantity, v100_price: Quantity) -> Quantity:
    """Purchase price of the V100s named as the threshold for training, chips only. [US dollar]"""
    return training_threshold_v100_count * v100_price


def v100_cluster_bill(v100_cluster_bill_in_dollars: Quantity, yuan_per_dollar_april_2023: Quantity) -> Quantity:
    """The same in yuan. [yuan] (eeo-2023, line 48)"""
    return v100_cluster_bill_in_dollars * yuan_per_dollar_april_2023


def chatgpt_training_run_cost_in_yuan(
    chatgpt_training_run_cost: Quantity, yuan_per_dollar_march_2023: Quantity
) -> Quantity:
    """Stated cost of one training run at the exchange rate of the day. [yuan] (caijing-2023, line 81)"""
    return chatgpt_training_run_cost * yuan_per_dollar_march_2023


def repeated_training_cost(chatgpt_stated_run_cost_in_yuan: Quantity, training_run_count: Quantity) -> Quantity:
    """Cost of several training runs at the article's rounded price of one. [yuan] (caijing-2023, line 81)"""
    return chatgpt_stated_run_cost_in_yuan * training_run_count


def a100_count_for_gpt3(
    megatron_gpt3_a100_count: Quantity, megatron_gpt3_training_time: Quantity, acceptable_training_time: Quantity
) -> Quantity:
    """A100s that train a model of GPT-3's size in an acceptable time, at measured speed. [A100]"""
    return megatron_gpt3_a100_count * megatron_gpt3_training_time / acceptable_training_time


def gpt4_implied_training_time(
    gpt4_stated_compute: Quantity, gpt4_a100_count: Quantity, a100_peak_rate: Quantity, gpt4_utilisation: Quantity
) -> Quantity:
    """Time that GPT-4's stated compute takes on its cluster at the utilisation reported. [time]"""
    return gpt4_stated_compute / (gpt4_a100_count * a100_peak_rate * gpt4_utilisation)


def nvlink5_domain_model_size(
    nvlink5_domain: Quantity, b200_memory: Quantity, training_memory_per_parameter: Quantity
) -> Quantity:
    """Parameters whose training state fits the memory of the largest NVLink 5 domain announced. [parameter]"""
    return nvlink5_domain * b200_memory / training_memory_per_parameter


def gpt4_training_text(gpt4_token_count: Quantity, text_size_per_token: Quantity) -> Quantity:
    """Size of the text GPT-4 is reported to have been trained on, repeats included. [information]"""
    return gpt4_token_count * text_size_per_token


def gpt3_training_text(gpt3_token_count: Quantity, text_size_per_token: Quantity) -> Quantity:
    """Size of the text GPT-3 saw in training. [information]"""
    return gpt3_token_count * text_size_per_token


def gpt35_training_cost_at_rent(
    gpt35_training_compute: Quantity, a100_peak_rate: Quantity, training_utilisation: Quantity, a100_rent_2022: Quantity
) -> Quantity:
    """Cloud rent of the A100 time of one training run of GPT-3.5, by Epoch AI's operations. [US dollar]"""
    return gpt35_training_compute / (a100_peak_rate * training_utilisation) * a100_rent_2022


def gpt3_a100_time(
    gpt3_training_compute: Quantity, a100_peak_rate: Quantity, training_utilisation: Quantity
) -> Quantity:
    """A100 time that GPT-3's training run needs at the utilisation of runs of its time. [A100 · time]"""
    return gpt3_training_compute / (a100_peak_rate * training_utilisation)


def gpt3_a100_training_cost(gpt3_a100_time: Quantity, a100_rent_2022: Quantity) -> Quantity:
    """Cloud rent of that A100 time in 2022, for one run. [US dollar]"""
    return gpt3_a100_time * a100_rent_2022


def v100_count_for_gpt3(gpt3_v100_time: Quantity, acceptable_training_time: Quantity) -> Quantity:
    """V100s that train GPT-3 in an acceptable time. [V100]"""
    return gpt3_v100_time / acceptable_training_time


def v100_cluster_bill_2023(training_threshold_v100_count: Quantity, v100_price_china_2023: Quantity) -> Quantity:
    """Purchase price of the V100s named as the threshold, at the price in China in 2023. [yuan] (eeo-2023, line 48)"""
    return training_threshold_v100_count * v100_price_china_2023
