"""Numbers that stand in several tables, or follow from others: what disagrees, in words."""

from math import isclose, isnan

from tests.book import PROJECT

#: A system, and the chip that it holds several of.
SYSTEMS = {
    "dgx_1_v100": "v100_sxm2_16",
    "dgx_2": "v100_sxm2_32",
    "dgx_a100_320": "a100_sxm4_40",
    "hgx_a100_8": "a100_sxm4_80",
    "inspur_nf5688m6": "a100_sxm4_80",
    "lenovo_sr670_v2": "a100_pcie_80",
    "dgx_h100": "h100_sxm5_80",
    "hgx_h100_8": "h100_sxm5_80",
    "dgx_b200": "b200",
    "gb200_nvl72": "gb200",
}
ADDED_UP = (
    "fp64", "fp64_tensor", "fp32", "tf32_dense", "fp16_dense", "int8_dense", "memory", "memory_bandwidth"
)  # fmt: skip

#: Boards of one chip: they compute alike, whatever their memory.
ALIKE = [
    ("v100_sxm2_16", "v100_sxm2_32"),
    ("a100_sxm4_40", "a100_sxm4_80", "a100_pcie_40", "a100_pcie_80", "a800_sxm4_80", "a800_pcie_80"),
    ("h100_sxm5_80", "h200_sxm"),
    ("mlu370_x4", "mlu370_x8"),
    ("trainium", "inferentia2"),
]

#: Formats half as wide run twice as fast on these chips' tensor cores (NVIDIA and AMD, their data sheets).
HALVES = [("tf32_dense", "fp16_dense"), ("fp16_dense", "int8_dense")]
TENSOR_CORES = (
    "a100_sxm4_40", "a100_sxm4_80", "a100_pcie_40", "a100_pcie_80", "a800_sxm4_80", "a800_pcie_80", "a10", "a40",
    "h100_sxm5_80", "h100_pcie_80", "h100_nvl", "h800_sxm5", "h200_sxm", "h20", "b200", "gb200", "mi300a", "mi300x",
)  # fmt: skip
#: In the table the H800 has 454.5 in TF32, which is not half of its FP16.
NOT_HALVED = {("h800_sxm5", "tf32_dense")}
#: FP32 is twice FP64 outside the tensor cores.
DOUBLE_PRECISION = (
    "p100_sxm2", "v100_sxm2_16", "v100_sxm2_32", "v100_pcie_16", "a100_sxm4_40", "a100_sxm4_80", "a100_pcie_40",
    "a100_pcie_80", "a800_sxm4_80", "a800_pcie_80", "h100_sxm5_80", "h100_pcie_80", "h100_nvl", "h200_sxm", "b200",
    "gb200",
)  # fmt: skip

#: An assumption or a piece of evidence, and the cell of the table of chips that it was read in or must agree with.
CHIPS = {
    "a100_peak_rate": ("a100_sxm4_80", "fp16_dense", "TFLOP/s/A100"),
    "a100_double_precision_tensor_rate": ("a100_sxm4_80", "fp64_tensor", "TFLOP/s/A100"),
    "a100_link_rate": ("a100_sxm4_40", "link_bandwidth", "GB/s"),
    "a100_price": ("a100_sxm4_40", "price", "USD/A100"),
    "a800_link_rate": ("a800_sxm4_80", "link_bandwidth", "GB/s"),
    "a800_peak_rate": ("a800_sxm4_80", "fp16_dense", "TFLOP/s/A800"),
    "tpu_v4_peak_rate": ("tpu_v4", "fp16_dense", "TFLOP/s/TPU"),
    "h100_peak_rate": ("h100_sxm5_80", "fp16_dense", "TFLOP/s/H100"),
    "h100_double_precision_rate": ("h100_sxm5_80", "fp64", "TFLOP/s/H100"),
    "h100_single_precision_rate": ("h100_sxm5_80", "fp32", "TFLOP/s/H100"),
    "h100_integer_rate": ("h100_sxm5_80", "int8_dense", "TFLOP/s/H100"),
    "k20x_single_precision_rate": ("k20x", "fp32", "TFLOP/s/K20X"),
    "mlu370_single_precision_rate": ("mlu370_s4", "fp32", "TFLOP/s/MLU370"),
    "mlu370_half_precision_rate": ("mlu370_x8", "fp16_dense", "TFLOP/s/MLU370"),
    "v100_peak_rate": ("v100_sxm2_16", "fp16_dense", "TFLOP/s/V100"),
    "dgx_a100_price": ("dgx_a100_320", "price", "USD/server"),
    "b200_memory": ("b200", "memory", "GB/GPU"),
    "inferentia2_memory": ("inferentia2", "memory", "GiB/chip"),
    "a100_memory": ("a100_sxm4_40", "memory", "GB"),
    "h100_single_precision": ("h100_sxm5_80", "fp32", "TFLOP/s"),
    "mlu370_single_precision": ("mlu370_s4", "fp32", "TFLOP/s"),
    "mi250x_peak_rate": ("mi250x", "fp16_dense", "TFLOP/s"),
    "a10_peak_rate": ("a10", "int8_dense", "TFLOP/s"),
    "nvlink4_speed": ("h100_sxm5_80", "link_bandwidth", "GB/s"),
    "nvlink_c2c": ("h100_sxm5_80", "link_bandwidth", "GB/s"),
    "dgx_a100_power": ("dgx_a100_320", "tdp", "W/server"),
}  # fmt: skip

#: An assumption or a piece of evidence, and the training run whose compute it is.
RUNS = {
    "alexnet_training_compute": "alexnet",
    "palm_training_compute": "palm_540b",
    "gpt35_training_compute": "gpt_3_5_davinci_002",
    "llama31_training_compute": "llama_3_1_405b",
    "gpt4_training_compute_epoch": "gpt_4_mar_2023",
    "gpt4_training_compute_estimated": "gpt_4_mar_2023",
    "gpt35_training_compute_epoch": "gpt_3_5_davinci_002",
    "gpt45_training_compute": "gpt_4_5",
    "grok4_training_compute": "grok_4",
}

#: A piece of evidence, and the assumption that was taken from the same place.
FACTS = {
    "chatgpt_daily_cost_semianalysis": "chatgpt_daily_hardware_cost",
    "china_compute_2024_outcome": "china_compute_2024_measured",
    "gpt3_cost_huatai_466": "gpt3_cost_huatai_telecom",
    "gpt3_xl_parameters_brown": "gpt3_xl_parameter_count",
    "gpu_price_performance_doubling": "gpu_price_performance_doubling_time",
    "chatgpt_cost_query_semianalysis": "chatgpt_hardware_cost_per_query",
    "electricity_price_2022": "data_centre_electricity_price",
    "chatgpt_serving_a100s": "chatgpt_a100_count",
    "megatron_gpt3_days": "megatron_gpt3_a100_count",
    "palm_utilisation": "palm_utilisation",
    "gpt4_parameters": "gpt4_parameter_count",
    "gpt4_a100_count_semianalysis": "gpt4_a100_count_estimated",
    "meta_h100_plan": "meta_h100_fleet_2024",
    "h100_speed_large_models": "h100_speed_in_large_runs",
}


def disagreements(book=PROJECT) -> list[str]:
    """Every number that is not the same in two places, or does not follow from another; empty if all agree."""
    return [*among_chips(book), *between_tables(book)]


def among_chips(book=PROJECT) -> list[str]:
    """What the table of chips says and its own other rows or columns deny."""
    rows = book.table_in_numbers("hardware").to_dict("index")
    pairs = [
        (f"{system} {column}", rows[system][column], rows[chip][column] * rows[system]["accelerators"], 2e-3)
        for system, chip in SYSTEMS.items()
        for column in ADDED_UP
    ]
    pairs += [
        (f"{other} {column}", rows[other][column], rows[first][column], 5e-3)
        for first, *others in ALIKE
        for other in others
        for column in ADDED_UP[:-2]
    ]
    pairs += [
        (f"{chip} {narrow}", rows[chip][narrow], 2 * rows[chip][wide], 5e-3)
        for chip in TENSOR_CORES
        for wide, narrow in HALVES
        if (chip, wide) not in NOT_HALVED
    ]
    pairs += [(f"{chip} fp32", rows[chip]["fp32"], 2 * rows[chip]["fp64"], 5e-3) for chip in DOUBLE_PRECISION]
    return [
        f"{what}: {one:g} is not {other:g}"
        for what, one, other, off in pairs
        if not (isnan(one) or isnan(other) or isclose(one, other, rel_tol=off))
    ]


def between_tables(book=PROJECT, assumptions=None) -> list[str]:
    """Assumptions and evidence that are not what the tables of chips and runs, or the assumptions, have."""
    assumptions = book.assumptions if assumptions is None else assumptions
    chips, runs = book.table_in_numbers("hardware"), book.observations["size"]
    pairs = [
        (name, book.units.registry.Quantity(chips.at[chip, column], unit))
        for name, (chip, column, unit) in CHIPS.items()
    ]
    pairs += [(name, book.units.registry.Quantity(runs[run], "FLOP")) for name, run in RUNS.items()]
    found = [difference(name, value, other) for name, other in pairs for value in values_of(name, book, assumptions)]
    found += [difference(key, book.evidence[key].value, assumptions[name].value) for key, name in FACTS.items()]
    return [words for words in found if words]


def values_of(name, book=PROJECT, assumptions=PROJECT.assumptions):
    """Values of the assumption and of the evidence of a name."""
    assumption, fact = assumptions.get(name), book.evidence.get(name)
    return [one.value for one in (assumption, fact) if one is not None]


def difference(name, value, other) -> str:
    """How two values differ, in words; empty if they do not."""
    same = value.is_compatible_with(other) and isclose(value.m_as(other.units), other.magnitude, rel_tol=1e-6)
    return "" if same else f"{name}: {value:~} is not {other:~}"
