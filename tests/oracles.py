"""
What each derivation gives with the project's inputs, worked out here with constants of its own.

The figures are typed from the sources and references named beside them, the arithmetic is that of the source or of the
textbook; nothing comes from claimbook, and from data/ only the training runs that the last lines fit. A derivation, an
assumption or a unit that slips disagrees with its line here.
"""

import csv
from datetime import date

import numpy as np
from scipy.stats import linregress

from tests.book import DATA

SECOND, MINUTE, HOUR, DAY = 1, 60, 3600, 86_400
YEAR = 365.25 * DAY  # a Julian year, as units of time have it
MONTH = YEAR / 12
PETAFLOP_DAY = 1e15 * DAY  # OpenAI 2018, "AI and compute", footnote
KWH = 3.6e6  # joules

# Brown et al. 2020, Table D.1: GPT-3 has 174.6 billion parameters and saw 300 billion tokens; six operations for each
# pair (Kaplan et al. 2020, section 2.1). GPT-3 XL has 1.32 billion.
GPT3 = 6 * 174.6e9 * 300e9
GPT3_XL = 6 * 1.32e9 * 300e9
V100_TIME = GPT3 / 31.0e12  # seconds: five published speeds of training on V100s, geometric mean 31.0 TFLOP/s
V100_RENT = 1.95  # an hour: Azure, committed for a year, 9 March 2020 (Cottier et al. 2024, hardware prices)
GPT35 = 2.578e24  # Epoch AI 2026, davinci-002

# jiemian-2024, line 65: 25,000 A100s for 90 to 100 days. NVIDIA A100: 312 TFLOP/s dense.
GPT4_TIME = 25_000 * 95 * DAY
A100 = 312e12
H100 = 989.4e12  # NVIDIA H100 SXM5, dense

# Cottier et al. 2024, hardware prices: fourteen clouds with a commitment in 2022, median $2.06 an hour for an A100.
# Epoch AI 2026: seventeen large runs of 2020 to 2023 sustain 34.7 % of peak, by the median.
RENT_2022 = 2.06
SUSTAINED = 0.347
PRICE_2022 = RENT_2022 / HOUR / (A100 * SUSTAINED)
PRICE_2020 = V100_RENT / HOUR / 31.0e12  # what five published runs on V100s sustained, by the geometric mean
MONTH_OF_CHATGPT = 616e6 * 0.01  # visits in January 2023 times a cent (huatai-2023, line 15)
BOUGHT = MONTH_OF_CHATGPT * 3640 / 4.6e6  # petaflop-days

# A DGX A100: $199,000, eight A100s, 6.5 kW. Cottier et al. 2024: network 23 % (servers are 81 % of it), load 75 %;
# cooling 17 %.
GPT4_CLUSTER = 25_000 * 199_000 / 8 * 1.23
GPT4_KWH = 25_000 * 95 * 24 / 8 * 6.5 * 0.75 * 1.17
CHATGPT_KW = 4000 * 6.5  # eeo-2023, line 46: 4,000 servers
SERVERS_BY_QUERIES = 28_936 / 8  # Patel & Ahmad 2023: 3,617 servers of eight A100s

LISTED_CENTRES = 1000 + 200 + 300 + 300 + 100 + 40 + 40  # eeo-2023, line 110: petaflops
CHIP_YEARS = 859 * DAY / YEAR  # 14 May 2020 to 20 September 2022
ALEXNET_TO_PALM = (2.5272e24 / 4.7e17) ** (1 / 9.51)
SINCE_ALEXNET = 2 ** ((2017.44 - 2012.75) * 12 / 6) * 2 ** ((2023 - 2017.44) * 12 / 4.5)
K20X = 3.935e12
STATED_GROWTH = 2 ** (12 / 3.5)  # 3 to 4 months
MOORE_A_YEAR = 2 ** (12 / 21)
RECORDS_TO_2023, RECORDS_TO_2024, FIVE_TO_2023 = 2.04049, 2.09283, 2.21057  # doublings a year, SciPy's regression
GPU_SINCE_2012 = (H100 / K20X) ** (365.25 / 3599)  # 12 November 2012 to 20 September 2022
A800_SERVER = 8 * 88_000 / (8 * 15_000 / 199_000)  # stcn2023, shctsy2023: 88,000 yuan; a DGX A100's other parts

#: By derivation: the unit, and the value in it.
ORACLES: dict[str, tuple[str, float]] = {
    # --- training -----------------------------------------------------------------------------------------------
    "gpt3_training_compute": ("FLOP", GPT3),
    "gpt3_v100_time": ("V100*second", V100_TIME),
    "gpt3_training_cost": ("USD", V100_TIME / HOUR * V100_RENT),
    "gpt4_gpu_time": ("A100*hour", 25_000 * 95 * 24),
    "gpt4_training_cost": ("USD", 25_000 * 95 * 24 * 1.00),
    "gpt4_training_cost_at_2022_rent": ("USD", 25_000 * 95 * 24 * RENT_2022),
    "gpt4_training_compute": ("FLOP", GPT4_TIME * A100 * 0.329),  # Epoch AI 2026: ten other runs on A100s
    "gpt4_compute_from_tokens": ("FLOP", 6 * 280e9 * 13e12),  # Patel & Wong 2023: active parameters, tokens
    "gpt3_run_v100_time": ("V100*hour", 10_000 * 355.2),  # Epoch AI: 14.8 days of 10,000 V100s
    "gpt3_compute_from_chips": ("FLOP", 10_000 * 14.8 * DAY * 125e12 * 0.197),  # 24.6 TFLOP/s (Patterson et al. 2021)
    "gpt3_compute_with_recomputation": ("FLOP", 1024 * 34 * DAY * 140e12),  # Narayanan et al. 2021, section 5.1
    "gpt3_compute_from_megatron": ("FLOP", 1024 * 34 * DAY * 140e12 * 6 / 8),
    "gpt3_xl_training_compute": ("FLOP", GPT3_XL),
    "gpt3_xl_scaled_compute": ("PFLOP/s*day", 3640 * 1.3 / 174.6),  # huatai-2023, lines 8-9
    "chatgpt_training_time_at_stated_rate": ("day", 27.5e15 / 1e12),  # a trillion operations a second
    "gpt3_cost_of_stated_time": ("USD", 288 * YEAR / HOUR * V100_RENT),
    "gpt3_tpu_time": ("TPU*second", GPT3 / (275e12 * 0.462)),  # Chowdhery et al. 2022, table 3
    "gpt3_tpu_training_cost": ("USD", GPT3 / (275e12 * 0.462) / HOUR * 2.03),
    "gpt3_reference_time": ("day", GPT3 / PETAFLOP_DAY),
    "gpt35_reference_time": ("day", GPT35 / PETAFLOP_DAY),
    "gpt3_dataset_word_count": ("word", (410e9 + 19e9 + 12e9 + 55e9 + 3e9) * 0.75),  # Brown et al. 2020, table 2.2
    "parameter_stack_height": ("m", 174.6e9 / (30 * 60 / 3) * 0.1e-3),  # 30 lines of 60 characters, three a parameter
    "v100_cluster_bill_in_dollars": ("USD", 10_000 * 13_700),
    "v100_cluster_bill": ("CNY", 10_000 * 13_700 * 6.893),
    "v100_cluster_bill_2023": ("CNY", 10_000 * 83_000),
    "chatgpt_training_run_cost_in_yuan": ("CNY", 12e6 * 6.9656),
    "repeated_training_cost": ("CNY", 80e6 * 10),
    "a100_count_for_gpt3": ("A100", 1024 * 34 / 34),
    "gpt4_implied_training_time": ("second", 2.15e25 / (25_000 * A100 * 0.329)),
    "nvlink5_domain_model_size": ("parameter", 576 * 180e9 / 16),
    "gpt4_training_text": ("byte", 13e12 * 4),
    "gpt3_training_text": ("byte", 300e9 * 4),
    "gpt35_training_cost_at_rent": ("USD", GPT35 / (A100 * SUSTAINED) / HOUR * RENT_2022),
    "gpt3_a100_time": ("A100*second", GPT3 / (A100 * SUSTAINED)),
    "gpt3_a100_training_cost": ("USD", GPT3 / (A100 * SUSTAINED) / HOUR * RENT_2022),
    "v100_count_for_gpt3": ("V100", V100_TIME / (34 * DAY)),
    # --- operations ---------------------------------------------------------------------------------------------
    "chatgpt_monthly_cost": ("USD", MONTH_OF_CHATGPT),
    "chatgpt_monthly_compute": ("PFLOP/s*day", BOUGHT),
    "operations_to_training_ratio": ("", BOUGHT / 27.5),
    "chatgpt_monthly_compute_at_466": ("PFLOP/s*day", MONTH_OF_CHATGPT * 3640 / 4.66e6),
    "chatgpt_monthly_hardware_cost": ("USD", 694_444 * 31),  # SemiAnalysis, Patel & Ahmad 2023
    "chatgpt_queries_per_visit": ("query/visit", 694_444 * 31 / 0.0036 / 616e6),
    "chatgpt_fleet_monthly_capacity": ("FLOP", 28_936 * A100 * 31 * DAY),
    "v100_compute_price": ("USD/FLOP", PRICE_2020),
    "a100_compute_price": ("USD/FLOP", PRICE_2022),
    "compute_price_ratio": ("", PRICE_2020 / PRICE_2022),
    "chatgpt_monthly_compute_on_a100s": ("FLOP", MONTH_OF_CHATGPT / PRICE_2022),
    "chatgpt_server_bill": ("USD", 4000 * 199_000),
    "affordable_server_count": ("server", 800e6 / 199_000),
    "chatgpt_server_power": ("kW", CHATGPT_KW),
    "chatgpt_electricity_cost": ("USD/day", CHATGPT_KW * 24 * 0.08),
    "chatgpt_server_count_by_queries": ("server", SERVERS_BY_QUERIES),
    "chatgpt_server_bill_by_queries": ("USD", SERVERS_BY_QUERIES * 199_000),
    "chatgpt_electricity_cost_by_queries": ("USD/day", SERVERS_BY_QUERIES * 6.5 * 0.75 * 1.17 * 24 * 0.08),
    "operations_to_gpt35_training_ratio": ("", BOUGHT * PETAFLOP_DAY / GPT35),
    # --- ownership ----------------------------------------------------------------------------------------------
    "gpt4_chip_bill": ("USD", 25_000 * 15_000),
    "gpt4_cluster_bill": ("USD", GPT4_CLUSTER),
    "gpt4_hardware_wear": ("USD", GPT4_CLUSTER * 95 * DAY / (5 * YEAR)),
    "gpt4_energy": ("kWh", GPT4_KWH),
    "gpt4_energy_cost": ("USD", GPT4_KWH * 0.083),
    "gpt4_amortised_cost": ("USD", GPT4_CLUSTER * 95 * DAY / (5 * YEAR) + GPT4_KWH * 0.083),
    "chatgpt_site_power": ("kW", CHATGPT_KW * 0.75 * 1.17),
    "chatgpt_power_by_price": ("kW", 50_000 / 24 / 0.08),
    "chatgpt_power_by_query": ("kW", 694_444 / 0.0036 * 0.3e-3 / 24),  # 0.3 Wh a query
    "chatgpt_monthly_rent": ("USD", 28_936 * RENT_2022 * 31 * 24),
    "chatgpt_monthly_wear": ("USD", 4000 * 199_000 * 31 * DAY / (5 * YEAR)),
    "chatgpt_monthly_electricity_cost": ("USD", CHATGPT_KW * 0.75 * 1.17 * 0.083 * 31 * 24),
    "chatgpt_monthly_owned_cost": (
        "USD",
        4000 * 199_000 * 31 * DAY / (5 * YEAR) + CHATGPT_KW * 0.75 * 1.17 * 0.083 * 31 * 24,
    ),
    # --- fleets -------------------------------------------------------------------------------------------------
    "fleet_ratio": ("", 350_000 * 1.6 / 25_000),
    "fleet_ratio_from_outside": ("", 350_000 * 2.5 / 25_000),  # ozmarx2026: 2.5 to 3 for 70 billion parameters and more
    "meta_h100_bill": ("USD", 350_000 * 30_000),
    "meta_h100_bill_at_market_price": ("USD", 350_000 * 33_000),  # Epoch AI, Cottier et al. 2024: 31,119.50 to 34,641
    "nvlink_domain_ratio": ("", 576 / 256),
    "nvlink_domain_ratio_shipped": ("", 72 / 8),
    # --- China --------------------------------------------------------------------------------------------------
    "china_compute_growth": ("", (1271.4 / 155.2) ** 0.2 - 1),  # IDC & Inspur 2022: five years
    "china_compute_2021_implied": ("EFLOP/s", 1271.4 / 1.523**5),
    "china_compute_2026_implied": ("EFLOP/s", 155.2 * 1.523**5),
    "china_compute_growth_measured": ("", (725.3 / 259.9) ** (1 / 2) - 1),
    # --- chips --------------------------------------------------------------------------------------------------
    "a100_listed_price_in_dollars": ("USD/A100", 62_500 / 6.893),  # ECB, 24 April 2023: 7.5837 over 1.1002
    "h100_double_precision_ratio": ("A100/H100", 33.45 / 9.7),
    "h100_peak_rate_ratio": ("A100/H100", 989.4 / 312),
    "mlu370_single_precision_ratio": ("A100/MLU370", 18 / 19.5),
    "mlu370_half_precision_ratio": ("A100/MLU370", 96 / 312),
    "a800_price_premium": ("A100/A800", 88_000 / (15_000 * 6.9656)),
    "a100_price_in_server": ("USD/A100", 24_875),  # Cottier et al. 2024 print a DGX A100 as 8 × 24,875
    "a800_stated_premium": ("A100/A800", 80_000 / (10_000 * 80 / 12)),  # caijing-2023, line 81: $12M are 80M yuan
    "a800_link_reduction": ("", 1 - 400 / 600),
    "a800_performance_ratio": ("A100/A800", 311.8 / 312),
    "a100_remaining_life": ("year", 5 - 1.67),
    "h100_peak_ratio": ("A100/H100", 989.4 / 312),
    "h100_peak_speedup": ("", 989.4 / 312),
    "llama2_training_compute": ("FLOP", 6 * 70e9 * 2e12),
    "h100_training_ratio": ("A100/H100", (3.8e25 / 30.84e6) / (6 * 70e9 * 2e12 / 1_720_320)),
    "h100_price_ratio": ("A100/H100", 30_000 / 15_000),
    "h100_price_ratio_at_market": ("A100/H100", 33_000 / 15_000),
    "h100_gain_over_cost": ("", 3 / 1.75),  # jiemian-2024, line 73: 1.5 to 2 times the cost
    "h100_work_per_dollar": ("", 2.5 * 15_000 / 33_000),
    "moore_decade_growth": ("", 2 ** (10 / 2)),
    "gpu_gain_integer_dense": ("K20X/H100", 1979 / 3.935),
    "gpu_gain_integer_sparse": ("K20X/H100", 2 * 1979 / 3.935),
    "gpu_gain_same_precision": ("K20X/H100", 66.91 / 3.935),
    "gpu_speedup_integers_dense": ("", 1979 / 3.935),
    "gpu_speedup_integers_sparse": ("", 2 * 1979 / 3.935),
    "gpu_speedup_same_precision": ("", 66.91 / 3.935),
    "format_gain_over_remaining_gain": ("", 2 * 1979 * 3.935 / 66.91**2),
    "gpu_gain_since_2012": ("", 989.4 / 3.935),
    "gpu_growth_since_2012": ("", GPU_SINCE_2012),
    # Doublings a year of 102 GPUs in Epoch AI's table of March 2026, at the faster of 16 and 32 bits.
    "gpu_performance_doubling_time": ("year", 1 / 0.603),
    "gpu_gain_from_design": ("", 16 * 12.5 * 2),  # Dally 2023
    "gpu_gain_total": ("", 1000),  # Dally 2023 prints a thousandfold
    "design_gain_over_process_gain": ("", 400 / 2.5),
    # Fermi, Kepler, Maxwell, Pascal, Volta, Turing, Ampere, Hopper, Ada, Blackwell
    "nvidia_architecture_upgrades": ("", 10 - 1),
    "h100_nvlink_bandwidth": ("GB/s", 900),  # NVIDIA H100 data sheet
    "b200_nvlink_bandwidth": ("GB/s", 1800),  # NVIDIA on NVLink 5
    "inferentia2_model_size": ("parameter", 12 * 32 * 2**30 / 2),
    # --- servers ------------------------------------------------------------------------------------------------
    "inspur_server_dense_rate": ("PFLOP/s/server", 8 * 0.312),
    "lenovo_rack_double_precision_rate": ("PFLOP/s", 13 * 8 * 0.0195),
    "lenovo_rack_half_precision_rate": ("PFLOP/s", 13 * 8 * 0.312),
    "lenovo_rack_height": ("rack_unit", 13 * 3),
    "a800_cluster_chip_bill": ("CNY", 10_000 * 100_000),
    "a800_server_chip_bill": ("CNY/server", 6 * 100_000),
    "gpu_server_cost_ratio": ("", 600_000 / 45_000),
    "gpu_server_stated_ratio": ("", 400_000 / 45_000),
    "a800_cluster_market_bill": ("CNY", 10_000 * 88_000),
    "a800_server_market_cost": ("CNY/server", A800_SERVER),
    "gpu_server_market_ratio": ("", A800_SERVER / 47_000),  # forexkbc2022, mdic2020servers
    "ai_chip_share_of_server": ("", 8 * 15_000 / 199_000),
    # --- data centres -------------------------------------------------------------------------------------------
    "sensetime_training_time": ("second", 27.5 * DAY / 3740),
    "sensetime_training_time_sustained": ("second", GPT35 / 3740e15 / SUSTAINED),
    "sensetime_gpt35_training_time": ("second", GPT35 / 3740e15),
    "listed_centres_compute": ("PFLOP/s", LISTED_CENTRES),
    "eastern_centres_share": ("", (1000 + 40 + 40) / LISTED_CENTRES),
    "ai_cluster_construction_cost": ("CNY", 1e9 / 0.3),
    # The chips are 120 of 199 parts of a server, the network adds 23 %, equipment is 63 % of a data centre for AI.
    "ai_cluster_market_cost": ("CNY", 10_000 * 88_000 * 199 / 120 * 1.23 / 0.63),
    "benchmark_cluster_construction_cost": ("CNY", 10_000 * 311.8e12 * 5.6e9 / 3.74e18),
    # --- trends, as the sources state them ----------------------------------------------------------------------
    "stated_training_growth": ("", STATED_GROWTH),
    "record_training_growth": ("", ALEXNET_TO_PALM),
    "moore_growth": ("", MOORE_A_YEAR),
    "stated_training_to_chip_growth": ("", STATED_GROWTH / MOORE_A_YEAR),
    "training_compute_growth": ("", STATED_GROWTH),
    "compute_demand_period": ("year", 20),
    "moore_demand_period_growth": ("", 2 ** (20 / 2)),
    "demand_growth_over_moore": ("", 1e10 / 1024),
    "transformer_yearly_growth": ("", 2 ** (12 / 4.5)),
    "gpu_yearly_growth": ("", 1000**0.1),
    "transformer_growth_over_gpu": ("", 2 ** (12 / 4.5) / 1000**0.1),
    "growth_since_alexnet": ("", SINCE_ALEXNET),
    "growth_needed_before_alexnet": ("", 1e10 / SINCE_ALEXNET),
    "yearly_growth_needed_before_alexnet": ("", (1e10 / SINCE_ALEXNET) ** (1 / (2012.75 - 2003))),
    # Epoch AI's table of January 2026: GPT-4 2.1e25 operations, Neural LM of 2000 6.339e15. Fitted: 176 language models
    # double in 4.20 months, parameters of 223 language models 1.54 times a year, records from 2012 to February 2023
    # 2.0405 and to January 2024 2.0928 times a year, the five largest from 2010 to April 2023 2.2106 times.
    "compute_demand_growth": ("", 2.1e25 / 6.339e15),
    "language_training_growth": ("", 2 ** (12 / 4.20)),
    "gpu_performance_growth": ("", 2**0.603),
    "language_growth_over_gpu_growth": ("", 2 ** (12 / 4.20 - 0.603)),
    "parameter_growth_over_gpu_growth": ("", 2 ** (1.54 - 0.603)),
    "gpt_parameter_growth_over_gpu_growth": ("", (1800 / 174.6) ** (365.25 / 1021) / 2**0.603),
    "record_doubling_time_to_2023": ("year", 1 / RECORDS_TO_2023),
    "record_growth_to_2023": ("", 2**RECORDS_TO_2023),
    "record_growth_over_gpu_growth": ("", 2 ** (RECORDS_TO_2023 - 0.603)),
    "record_to_gpu_growth": ("", 2**RECORDS_TO_2023 / GPU_SINCE_2012),
    "record_doubling_time_to_2024": ("year", 1 / RECORDS_TO_2024),
    "record_growth_to_2024": ("", 2**RECORDS_TO_2024),
    "record_growth_between_chips": ("", 2 ** (RECORDS_TO_2024 * CHIP_YEARS)),
    "training_doubling_time_to_2023": ("year", 1 / FIVE_TO_2023),
    "training_growth_over_gpu_growth": ("", 2 ** (FIVE_TO_2023 - 0.603)),
    # --- markets ------------------------------------------------------------------------------------------------
    "alibaba_cloud_spending": ("CNY", 53.3e9 / 2),
    "tencent_cloud_spending": ("CNY", 62.2e9 / 2),
    "baidu_cloud_spending": ("CNY", 11.2e9 / 2),
    "microsoft_operating_profit_2022": ("USD", 20.364e9 + 20.5e9 + 21.518e9 + 20.399e9),
    "microsoft_intelligent_cloud_profit_2022": ("USD", 4 * 8.978e9),
    "nvidia_share_rise": ("", (600 - 110) / 110),
    "frontier_training_spend": ("USD", 25e9 + 25e9 + 15e9),
    # --- policy -------------------------------------------------------------------------------------------------
    # --- side by side: printed figures over printed figures --------------------------------------------------------
    "text_stock_headroom": ("", 5e12 / (1e12 / 0.75)),
    "gpt4_cluster_peak_rate": ("FLOP/s", 25_000 * A100),
    "h100_speed_discrepancy": ("", 3 / 1.6),
    "training_to_chip_growth_ratio": ("", ALEXNET_TO_PALM / MOORE_A_YEAR),
    "chatgpt_visits_per_user": ("visit/user", 6.16),
    "chatgpt_monthly_cost_per_user": ("USD/user", 0.0616),
    "chatgpt_stated_electricity_month": ("USD", 50_000 * 31),
    "chatgpt_electricity_share_of_bill": ("", 50_000 * 31 / 6.16e6),
    "chatgpt_electricity_per_visit": ("USD/visit", 50_000 * 31 / 616e6),
    "chatgpt_server_payback_time": ("day", 800 / 6.16 * 31),
    "chatgpt_visits_per_server": ("visit/server/minute", 616e6 / 31 / 1440 / 4000),
    "chatgpt_power_per_server": ("kW/server", 50_000 / 24 / 0.08 / 4000),
    "chatgpt_price_per_server": ("USD/server", 200_000),
    "a800_server_price_in_dollars": ("USD/server", 400_000 / 6.9656),
    "chatgpt_servers_a100_count": ("A100", 4000 * 8),
    "chatgpt_bill_per_a100": ("USD/A100", 25_000),
    "a100_share_of_chatgpt_server": ("", 80 / 200),
    "a800_share_of_stated_server": ("", 600 / 400),
    "gpt3_run_in_days_of_electricity": ("day", 28),
    "chatgpt_server_bill_in_gpt3_runs": ("", 800 / 1.4),
    "chatgpt_month_in_gpt3_runs": ("", 6.16 / 4.6),
    "chatgpt_month_in_guosheng_runs": ("", 6.16 / 1.4),
    "chatgpt_month_in_chatgpt_runs": ("", 6.16 / 12),
    "gpt3_compute_price_guosheng": ("USD/FLOP", 1.4e6 / (3640 * PETAFLOP_DAY)),
    "gpt4_compute_price": ("USD/FLOP", 63e6 / 2.15e25),
    "gpt3_compute_price": ("USD/FLOP", 4.6e6 / (3640 * PETAFLOP_DAY)),
    "chatgpt_training_cost_at_stated_price": ("USD", 27.5 * 4.6e6 / 3640),
    "chatgpt_training_cost_discrepancy": ("", 12e6 * 3640 / (27.5 * 4.6e6)),
    "v100_hour_price_implied": ("USD/V100/hour", 4.6e6 / (288 * YEAR / HOUR)),
    "v100_hour_price_guosheng": ("USD/V100/hour", 1.4e6 / (288 * YEAR / HOUR)),
    "a100_rent_payback_time": ("hour", 10_000),
    "gpt4_chip_bill_at_official_price": ("USD", 25_000 * 10_000),
    "gpt4_run_over_chip_bill": ("", 63 / 250),
    "gpt3_to_gpt4_compute_ratio": ("", 2.15e25 / (3640 * PETAFLOP_DAY)),
    "gpt3_to_gpt4_cost_ratio": ("", 63 / 4.6),
    "gpt3_to_gpt4_yearly_growth": ("", (2.15e25 / (3640 * PETAFLOP_DAY)) ** (365.25 / 1021)),
    "v100_speed_implied": ("FLOP/s/V100", 3640 * PETAFLOP_DAY / (288 * YEAR)),
    "a100_speed_implied": ("FLOP/s/A100", 2.15e25 / GPT4_TIME),
    "gpt4_utilisation_implied": ("", 2.15e25 / GPT4_TIME / A100),
    "a100_speed_over_single_precision": ("", 2.15e25 / GPT4_TIME / 19.5e12),
    "gpt3_time_on_threshold_v100s": ("day", 288 * 365.25 / 10_000),
    "gpt3_time_on_standard_cluster": ("second", 3640 * PETAFLOP_DAY / 1000 * GPT4_TIME / 2.15e25),
    "gpt3_time_on_threshold_a100s": ("second", 3640 * PETAFLOP_DAY / 10_000 * GPT4_TIME / 2.15e25),
    "gpt4_time_on_meta_fleet": ("day", 95 * 25_000 / (350_000 * 1.6)),
    "fleet_ratio_of_equivalents": ("", 600 * 1.6 / 25),
    "fleet_ratio_at_stated_efficiency": ("", 350 * 3 / 25),
    "meta_over_facebook_cluster": ("", 350 * 1.6 / 7),
    "lenovo_rack_rate_per_a100": ("TFLOP/s/A100", 2000 / (13 * 8)),
    "h100_single_precision_gain": ("A100/H100", 67 / 19.5),
    "gpt4_cluster_over_listed_centres": ("", 25_000 * 0.312 / LISTED_CENTRES),
    "threshold_over_listed_centres": ("", 10_000 * 0.312 / LISTED_CENTRES),
    "sensetime_over_listed_centres": ("", 3740 / LISTED_CENTRES),
    "sensetime_in_a100s": ("A100", 3740 / 0.312),
    "gpt3_time_on_sensetime": ("day", 3640 / 3740),
    "listed_centres_over_china": ("", LISTED_CENTRES / 155_200),
    "china_compute_in_a100s": ("A100", 155.2e6 / 312),
    "china_large_holdings": ("GPU", 5 * 50_000),
    "meta_fleet_peak_rate": ("FLOP/s", 350_000 * H100),
    "meta_fleet_over_china_2021": ("", 350_000 * H100 / 155.2e18),
    "meta_fleet_over_china_2026": ("", 350_000 * H100 / 1271.4e18),
    "china_compute_2026_in_h100s": ("H100", 1271.4e18 / H100),
    "shanghai_target_ratio": ("", 18),
    "deep_learning_stated_growth": ("", 2 ** (12 / 6)),
    "training_growth_over_china_growth": ("", 4 / 1.523),
    "compute_growth_by_chip_sales": ("", 1.4614 * MOORE_A_YEAR - 1),
    "demand_yearly_growth": ("", 1e10 ** (1 / 20)),
    "chinese_capital_spending": ("CNY", 53.3e9 + 62.2e9 + 11.2e9),
    "china_growth_bill": ("CNY", (1271.4 - 155.2) * 1e18 * 3e9 / (10_000 * 311.8e12)),
    "china_growth_bill_over_spending": ("", (1271.4 - 155.2) * 1e18 * 3e9 / (10_000 * 311.8e12) / 126.7e9),
    "meta_bill_over_chinese_spending": ("", 10.5e9 * 6.9656 / 126.7e9),
    "cluster_over_alibaba_spending": ("", 3 / 26.65),
    "cluster_over_tencent_spending": ("", 3 / 31.1),
    "cluster_over_baidu_spending": ("", 3 / 5.6),
    "microsoft_investment_over_usual": ("", 6.9656),
    "openai_spend_in_gpt4_runs": ("", 25_000 / 63),
    "g42_sum_over_meta_bill": ("", 9 / 10.5),
    "h100_sales_2024": ("USD", 1.75e6 * 27_500),
    "h100_sales_over_chip_market": ("", 1.75e6 * 27_500 / 72.6e9),
    "h100_output_growth": ("", 3.5),
    "meta_share_of_h100_output": ("", 35 / 175),
    "h100_price_over_official_a100": ("A100/H100", 2.75),
    "h100_price_over_listed_a100": ("A100/H100", 27_500 * 6.893 / 62_500),
    "h100_throughput_over_cost": ("", 1.6 / 1.75),
    "v100_price_implied": ("CNY/V100", 100_000),
    "v100_price_over_a100_price": ("A100/V100", 1000 / 625),
    "a800_price_over_listed_a100": ("A100/A800", 800 / 625),
    "azure_customers_at_a_time": ("", 10),
    "azure_share_of_customers": ("", 10 / 200),
    "a800_cluster_bill_in_runs": ("", 1000 / 80),
    "threshold_bill_in_gpt3_runs": ("", 1000 / (1.4 * 6.893)),
    "nvidia_paper_share": ("", 19 / 20),
    "azure_network_over_fastest": ("", 4),
    "h100_link_over_network": ("", 900 / 800),
    "training_data_per_word": ("byte/word", 45),
    "training_data_over_text_stock": ("", 45e12 / 4 / 5e12),
    "training_tokens_implied": ("token", 3640 * PETAFLOP_DAY / (6 * 175e9)),
    "stated_tokens_over_implied": ("", 1e12 / 0.75 * 6 * 175e9 / (3640 * PETAFLOP_DAY)),
    "nvlink5_parameters_per_gpu": ("parameter/GPU", 1e12 / 576),
    "standard_cluster_parameters_per_a100": ("parameter/A100", 1e8),
    "threshold_parameters_per_v100": ("parameter/V100", 17.5e6),
}

#: Derivations whose inputs are equal by chance, so that one could stand for another: with inputs that are not.
OTHER_INPUTS: dict[str, tuple[tuple[float, ...], float]] = {
    "a100_count_for_gpt3": ((1024, 34, 17), 2048),
    "listed_centres_compute": ((1, 2, 4, 8, 16, 32, 64), 127),
    "eastern_centres_share": ((1, 2, 4, 14), 0.5),
    "frontier_training_spend": ((1, 2, 4), 7),
}

#: By derivation: first and last year of the era, and how many of the largest runs at their date count.
FITTED = {
    "training_doubling_time_before_deep_learning": (1950, 2010, 5),
    "training_doubling_time_deep_learning": (2010, 2026, 5),
    "training_doubling_time_alexnet_era": (2012, 2018, 5),
    "training_doubling_time_transformer_era": (2018, 2026, 5),
    "record_doubling_time_alexnet_era": (2012, 2018, 1),
    "record_doubling_time_since_alexnet": (2012, 2026, 1),
}
GROWTH = {
    "training_growth_deep_learning": "training_doubling_time_deep_learning",
    "record_growth_alexnet_era": "record_doubling_time_alexnet_era",
    "record_growth_since_alexnet": "record_doubling_time_since_alexnet",
}


def fitted_doubling_time(first: int, last: int, largest: int) -> float:
    """Years in which compute doubled, by SciPy's regression on the table, read and ranked here."""
    with (DATA / "training_runs.csv").open(encoding="utf-8") as table:
        runs = [(year_of(row["date"]), float(row["training_compute"])) for row in csv.DictReader(table)]
    chosen = [
        (year, compute)
        for year, compute in runs
        if first <= year < last and sum(y <= year and c > compute for y, c in runs) < largest
    ]
    return 1 / linregress(*zip(*((year, np.log2(compute)) for year, compute in chosen), strict=True)).slope


def year_of(written: str) -> float:
    """A date as a year with its fraction; without day or month it is the first of its month or year."""
    year, month, day = ([int(part) for part in written.split("-")] + [1, 1])[:3]
    return year + (date(year, month, day) - date(year, 1, 1)).days / (date(year + 1, 1, 1) - date(year, 1, 1)).days
