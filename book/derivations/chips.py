"""What a chip does beside another: rates, precisions, links, memory, prices."""

from claimbook.register.units import Quantity


def a100_listed_price_in_dollars(a100_listed_price: Quantity, yuan_per_dollar_april_2023: Quantity) -> Quantity:
    """Price of an A100 on JD, in dollars. [US dollar / A100] (eeo-2023, line 80)"""
    return a100_listed_price / yuan_per_dollar_april_2023


def h100_double_precision_ratio(h100_double_precision_rate: Quantity, a100_double_precision_rate: Quantity) -> Quantity:
    """An H100's peak rate over an A100's, FP64 outside the tensor cores. [A100 / H100] (eeo-2023, line 82)"""
    return h100_double_precision_rate / a100_double_precision_rate


def h100_peak_rate_ratio(h100_peak_rate: Quantity, a100_peak_rate: Quantity) -> Quantity:
    """An H100's peak rate over an A100's, dense FP16 or BF16. [A100 / H100] (eeo-2023, line 82)"""
    return h100_peak_rate / a100_peak_rate


def mlu370_single_precision_ratio(
    mlu370_single_precision_rate: Quantity, a100_single_precision_rate: Quantity
) -> Quantity:
    """An MLU370's peak rate over an A100's, FP32, as printed. [A100 / MLU370] (eeo-2023, lines 80, 88)"""
    return mlu370_single_precision_rate / a100_single_precision_rate


def mlu370_half_precision_ratio(mlu370_half_precision_rate: Quantity, a100_peak_rate: Quantity) -> Quantity:
    """The fastest MLU370 card's peak rate over an A100's, FP16. [A100 / MLU370] (eeo-2023, line 86)"""
    return mlu370_half_precision_rate / a100_peak_rate


def a800_price_premium(
    a800_street_price: Quantity, a100_price: Quantity, yuan_per_dollar_march_2023: Quantity
) -> Quantity:
    """Price of an A800 in China over that of a single A100, both as reported. [A100 / A800] (caijing-2023, line 62)"""
    return a800_street_price / (a100_price * yuan_per_dollar_march_2023)


def a800_link_reduction(a800_link_rate: Quantity, a100_link_rate: Quantity) -> Quantity:
    """Share of the A100's link rate that the A800 lacks. [1] (caijing-2023, line 60)"""
    return 1 - a800_link_rate / a100_link_rate


def a800_performance_ratio(a800_peak_rate: Quantity, a100_peak_rate: Quantity) -> Quantity:
    """Peak rate of an A800 over that of an A100, dense FP16. [A100 / A800] (caijing-2023, line 60)"""
    return a800_peak_rate / a100_peak_rate


def a100_remaining_life(server_service_life: Quantity, a100_age: Quantity) -> Quantity:
    """Service life left to the A100s in China in March 2023. [time] (caijing-2023, line 56)"""
    return server_service_life - a100_age


def h100_peak_ratio(h100_peak_rate: Quantity, a100_peak_rate: Quantity) -> Quantity:
    """A100s that match one H100 at peak, dense BF16. [A100 / H100] (Epoch AI's hardware table)"""
    return h100_peak_rate / a100_peak_rate


def h100_peak_speedup(h100_peak_ratio: Quantity, chip_for_chip: Quantity) -> Quantity:
    """Peak rate of one H100 over that of one A100. [1]"""
    return h100_peak_ratio / chip_for_chip


def llama2_training_compute(
    training_flop_per_parameter_token: Quantity, llama2_parameter_count: Quantity, llama2_token_count: Quantity
) -> Quantity:
    """Operations in the training run of Llama 2 70B, as 6ND. [computation] (Touvron et al. 2023)"""
    return training_flop_per_parameter_token * llama2_parameter_count * llama2_token_count


def h100_training_ratio(
    llama31_training_compute: Quantity,
    llama31_gpu_time: Quantity,
    llama2_training_compute: Quantity,
    llama2_gpu_time: Quantity,
) -> Quantity:
    """A100s of Meta's run of Llama 2 70B that match one H100 of its run of Llama 3.1 405B. [A100 / H100]"""
    return (llama31_training_compute / llama31_gpu_time) / (llama2_training_compute / llama2_gpu_time)


def h100_price_ratio(h100_price: Quantity, a100_price: Quantity) -> Quantity:
    """A100s that one H100 costs. [A100 / H100] (jiemian-2024, lines 33 and 73)"""
    return h100_price / a100_price


def a100_price_in_server(dgx_a100_price: Quantity, dgx_a100_chip_count: Quantity) -> Quantity:
    """A DGX A100's launch price for each of its A100s. [US dollar / A100]"""
    return dgx_a100_price / dgx_a100_chip_count


def moore_decade_growth(
    growth_per_doubling: Quantity, gpu_growth_period: Quantity, moore_doubling_time_cinic: Quantity
) -> Quantity:
    """Growth by Moore's law over the ten years in which the GPU is said to gain a thousandfold. [1]"""
    return growth_per_doubling ** (gpu_growth_period / moore_doubling_time_cinic)


def gpu_gain_integer_dense(h100_integer_rate: Quantity, k20x_single_precision_rate: Quantity) -> Quantity:
    """H100 in dense 8-bit integers over K20X in single precision, 2012 to 2022. [K20X/H100]"""
    return h100_integer_rate / k20x_single_precision_rate


def gpu_gain_integer_sparse(gpu_gain_integer_dense: Quantity, structured_sparsity_gain: Quantity) -> Quantity:
    """The same with half of the H100's operations left out as structured zeros. [K20X/H100]"""
    return gpu_gain_integer_dense * structured_sparsity_gain


def gpu_gain_same_precision(h100_single_precision_rate: Quantity, k20x_single_precision_rate: Quantity) -> Quantity:
    """H100 over K20X, both in single precision. [K20X/H100]"""
    return h100_single_precision_rate / k20x_single_precision_rate


def gpu_gain_from_design(
    number_format_gain: Quantity, complex_instruction_gain: Quantity, structured_sparsity_gain: Quantity
) -> Quantity:
    """What NVIDIA ascribes to number formats, instructions and sparsity together. [1] (Dally 2023)"""
    return number_format_gain * complex_instruction_gain * structured_sparsity_gain


def gpu_gain_total(gpu_gain_from_design: Quantity, process_gain: Quantity) -> Quantity:
    """NVIDIA's account of ten years' gain in inference on one GPU. [1] (Dally 2023)"""
    return gpu_gain_from_design * process_gain


def design_gain_over_process_gain(gpu_gain_from_design: Quantity, process_gain: Quantity) -> Quantity:
    """How much more design gave than the manufacturing process. [1] (cinic-2024, line 19)"""
    return gpu_gain_from_design / process_gain


def nvidia_architecture_upgrades(nvidia_architecture_count: Quantity) -> Quantity:
    """Steps between the named architectures from Fermi (2010) to Blackwell (2024). [1] (cinic-2024, line 19)"""
    return nvidia_architecture_count - 1


def h100_nvlink_bandwidth(h100_nvlink_count: Quantity, h100_nvlink_rate: Quantity) -> Quantity:
    """NVLink bandwidth of one H100, both directions. [information/time]"""
    return h100_nvlink_count * h100_nvlink_rate


def b200_nvlink_bandwidth(b200_nvlink_count: Quantity, b200_nvlink_rate: Quantity) -> Quantity:
    """NVLink bandwidth of one B200, both directions. [information/time]"""
    return b200_nvlink_count * b200_nvlink_rate


def inferentia2_model_size(
    inferentia2_chip_count: Quantity, inferentia2_memory: Quantity, half_precision_parameter_size: Quantity
) -> Quantity:
    """Parameters whose 16-bit weights fit the memory of one Inf2 instance. [parameter] (cinic-2024, line 34)"""
    return inferentia2_chip_count * inferentia2_memory / half_precision_parameter_size


def a800_stated_premium(
    a800_shop_price: Quantity,
    a100_official_price: Quantity,
    chatgpt_stated_run_cost_in_yuan: Quantity,
    chatgpt_training_run_cost: Quantity,
) -> Quantity:
    """Shop price of an A800 over an A100, at the exchange rate of line 81. [A100 / A800] (caijing-2023, line 62)"""
    return a800_shop_price / (a100_official_price * chatgpt_stated_run_cost_in_yuan / chatgpt_training_run_cost)


def gpu_speedup_integers_dense(gpu_gain_integer_dense: Quantity, k20x_for_h100: Quantity) -> Quantity:
    """One H100 in dense 8-bit integers over one K20X in single precision, 2012 to 2022. [1]"""
    return gpu_gain_integer_dense / k20x_for_h100


def gpu_speedup_integers_sparse(gpu_gain_integer_sparse: Quantity, k20x_for_h100: Quantity) -> Quantity:
    """The same with half of the H100's operations left out as structured zeros. [1] (cinic-2024, lines 13, 19)"""
    return gpu_gain_integer_sparse / k20x_for_h100


def gpu_speedup_same_precision(gpu_gain_same_precision: Quantity, k20x_for_h100: Quantity) -> Quantity:
    """One H100 over one K20X, both in single precision. [1]"""
    return gpu_gain_same_precision / k20x_for_h100


def format_gain_over_remaining_gain(
    gpu_speedup_integers_sparse: Quantity, gpu_speedup_same_precision: Quantity
) -> Quantity:
    """What 8-bit formats and sparsity gave, over all the rest of ten years' gain, process included. [1]"""
    return (gpu_speedup_integers_sparse / gpu_speedup_same_precision) / gpu_speedup_same_precision


def gpu_gain_since_2012(
    h100_peak_rate: Quantity, k20x_single_precision_rate: Quantity, k20x_for_h100: Quantity
) -> Quantity:
    """Peak rate of the H100, dense FP16, over that of the K20X, FP32: each at its fastest format for training. [1]"""
    return h100_peak_rate / k20x_single_precision_rate / k20x_for_h100


def gpu_growth_since_2012(
    gpu_gain_since_2012: Quantity, compounding_period: Quantity, k20x_to_h100_period: Quantity
) -> Quantity:
    """Growth factor of the best GPU's peak rate a year, K20X to H100. [1] (Epoch AI)"""
    return gpu_gain_since_2012 ** (compounding_period / k20x_to_h100_period)


def h100_price_ratio_at_market(h100_market_price: Quantity, a100_price: Quantity) -> Quantity:
    """A100s that one H100 costs to buy, by prices that others report. [A100 / H100]"""
    return h100_market_price / a100_price


def h100_gain_over_cost(h100_efficiency_over_a100: Quantity, h100_cost_over_a100: Quantity) -> Quantity:
    """The H100's stated efficiency over its stated cost, both in A100s. [1] (jiemian-2024, line 73)"""
    return h100_efficiency_over_a100 / h100_cost_over_a100


def h100_work_per_dollar(h100_speed_in_large_runs: Quantity, h100_price_ratio_at_market: Quantity) -> Quantity:
    """Training of large models that an H100 gives for its price, over what an A100 gives. [1]"""
    return h100_speed_in_large_runs / h100_price_ratio_at_market


def gpu_performance_doubling_time(gpu_performance_doubling_rate: Quantity) -> Quantity:
    """Time in which the peak rate of GPUs for machine learning doubled, 2008 to January 2024. [time] (Epoch AI)"""
    return 1 / gpu_performance_doubling_rate
