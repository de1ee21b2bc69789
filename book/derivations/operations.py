"""What running a model for its users costs and takes."""

from claimbook.register.units import Quantity


def chatgpt_monthly_cost(chatgpt_monthly_visits: Quantity, chatgpt_cost_per_visit: Quantity) -> Quantity:
    """Cloud bill for a month of visits. [US dollar] (huatai-2023, line 15)"""
    return chatgpt_monthly_visits * chatgpt_cost_per_visit


def chatgpt_monthly_compute(
    chatgpt_monthly_cost: Quantity, gpt3_stated_compute: Quantity, gpt3_stated_cost: Quantity
) -> Quantity:
    """Compute that the monthly bill buys at the price of a GPT-3 run. [computation] (huatai-2023, line 15)"""
    return chatgpt_monthly_cost * gpt3_stated_compute / gpt3_stated_cost


def operations_to_training_ratio(
    chatgpt_monthly_compute: Quantity, chatgpt_stated_training_compute: Quantity
) -> Quantity:
    """A month of operation over one training run, both as the source has them. [1] (huatai-2023, lines 8, 9, 15)"""
    return chatgpt_monthly_compute / chatgpt_stated_training_compute


def chatgpt_monthly_compute_at_466(
    chatgpt_monthly_cost: Quantity, gpt3_stated_compute: Quantity, gpt3_cost_huatai_telecom: Quantity
) -> Quantity:
    """Compute that the monthly bill buys at the broker's other price of a GPT-3 run. [computation]"""
    return chatgpt_monthly_cost * gpt3_stated_compute / gpt3_cost_huatai_telecom


def chatgpt_monthly_hardware_cost(chatgpt_daily_hardware_cost: Quantity, january_length: Quantity) -> Quantity:
    """Hardware cost of a month of ChatGPT by an outside estimate. [US dollar]"""
    return chatgpt_daily_hardware_cost * january_length


def chatgpt_queries_per_visit(
    chatgpt_monthly_hardware_cost: Quantity, chatgpt_hardware_cost_per_query: Quantity, chatgpt_monthly_visits: Quantity
) -> Quantity:
    """Queries in each visit that the outside estimate implies. [query / visit]"""
    return chatgpt_monthly_hardware_cost / chatgpt_hardware_cost_per_query / chatgpt_monthly_visits


def chatgpt_fleet_monthly_capacity(
    chatgpt_a100_count: Quantity, a100_peak_rate: Quantity, january_length: Quantity
) -> Quantity:
    """Operations that the fleet estimated for ChatGPT could perform in a month at peak. [computation]"""
    return chatgpt_a100_count * a100_peak_rate * january_length


def v100_compute_price(v100_rent: Quantity, v100_training_rate: Quantity) -> Quantity:
    """Price of compute on V100s rented in spring 2020, the chips of GPT-3. [US dollar / computation]"""
    return v100_rent / v100_training_rate


def a100_compute_price(a100_rent_2022: Quantity, a100_peak_rate: Quantity, training_utilisation: Quantity) -> Quantity:
    """Price of compute on rented A100s in 2022. [US dollar / computation]"""
    return a100_rent_2022 / (a100_peak_rate * training_utilisation)


def compute_price_ratio(v100_compute_price: Quantity, a100_compute_price: Quantity) -> Quantity:
    """Price of training compute on V100s in 2020 over that on A100s in 2022. [1]"""
    return v100_compute_price / a100_compute_price


def chatgpt_monthly_compute_on_a100s(chatgpt_monthly_cost: Quantity, a100_compute_price: Quantity) -> Quantity:
    """Compute that the monthly bill buys on A100s rented in 2022. [computation]"""
    return chatgpt_monthly_cost / a100_compute_price


def chatgpt_server_bill(chatgpt_server_count: Quantity, dgx_a100_price: Quantity) -> Quantity:
    """Purchase price of the servers that answer ChatGPT's users. [US dollar] (eeo-2023, line 46)"""
    return chatgpt_server_count * dgx_a100_price


def affordable_server_count(chatgpt_stated_server_bill: Quantity, dgx_a100_price: Quantity) -> Quantity:
    """Servers that the stated investment buys at the launch price. [server] (eeo-2023, line 46)"""
    return chatgpt_stated_server_bill / dgx_a100_price


def chatgpt_server_power(chatgpt_server_count: Quantity, dgx_a100_power: Quantity) -> Quantity:
    """Power of the servers at full load, cooling left out. [power] (eeo-2023, line 46)"""
    return chatgpt_server_count * dgx_a100_power


def chatgpt_electricity_cost(chatgpt_server_power: Quantity, industrial_electricity_price: Quantity) -> Quantity:
    """Cost of electricity for the servers at full load, cooling left out. [US dollar / time] (eeo-2023, line 46)"""
    return chatgpt_server_power * industrial_electricity_price


def chatgpt_server_count_by_queries(chatgpt_a100_count: Quantity, dgx_a100_chip_count: Quantity) -> Quantity:
    """Servers for ChatGPT by an outside estimate from queries. [server] (Patel & Ahmad 2023)"""
    return chatgpt_a100_count / dgx_a100_chip_count


def chatgpt_server_bill_by_queries(chatgpt_server_count_by_queries: Quantity, dgx_a100_price: Quantity) -> Quantity:
    """Purchase price of that many servers. [US dollar]"""
    return chatgpt_server_count_by_queries * dgx_a100_price


def chatgpt_electricity_cost_by_queries(
    chatgpt_server_count_by_queries: Quantity,
    dgx_a100_power: Quantity,
    server_power_share: Quantity,
    power_usage_effectiveness: Quantity,
    industrial_electricity_price: Quantity,
) -> Quantity:
    """Electricity of that many servers at the load of work, with cooling, at the printed price. [US dollar / time]"""
    site_power = chatgpt_server_count_by_queries * dgx_a100_power * server_power_share * power_usage_effectiveness
    return site_power * industrial_electricity_price


def operations_to_gpt35_training_ratio(chatgpt_monthly_compute: Quantity, gpt35_training_compute: Quantity) -> Quantity:
    """A month of operation as the source has it over one training of GPT-3.5 by an outside estimate. [1]"""
    return chatgpt_monthly_compute / gpt35_training_compute
