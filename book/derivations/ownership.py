"""What chips cost whoever owns them: the purchase, the share of it that a run or a month wears off, electricity."""

from claimbook.register.units import Quantity


def gpt4_chip_bill(gpt4_a100_count: Quantity, a100_price: Quantity) -> Quantity:
    """Purchase price of the A100s that trained GPT-4, chips only. [US dollar]"""
    return gpt4_a100_count * a100_price


def gpt4_cluster_bill(
    gpt4_a100_count: Quantity, a100_price_in_server: Quantity, cluster_network_factor: Quantity
) -> Quantity:
    """Purchase price of the cluster, servers and network included. [US dollar] (Cottier et al. 2024)"""
    return gpt4_a100_count * a100_price_in_server * cluster_network_factor


def gpt4_hardware_wear(
    gpt4_cluster_bill: Quantity, gpt4_training_time: Quantity, server_service_life: Quantity
) -> Quantity:
    """Share of the cluster's price that falls to the run, spread evenly over its life. [US dollar]"""
    return gpt4_cluster_bill * gpt4_training_time / server_service_life


def gpt4_energy(
    gpt4_gpu_time: Quantity,
    dgx_a100_chip_count: Quantity,
    dgx_a100_power: Quantity,
    server_power_share: Quantity,
    power_usage_effectiveness: Quantity,
) -> Quantity:
    """Electricity of the run, cooling included. [energy] (Cottier et al. 2024)"""
    return gpt4_gpu_time / dgx_a100_chip_count * dgx_a100_power * server_power_share * power_usage_effectiveness


def gpt4_energy_cost(gpt4_energy: Quantity, data_centre_electricity_price: Quantity) -> Quantity:
    """What that electricity costs. [US dollar]"""
    return gpt4_energy * data_centre_electricity_price


def gpt4_amortised_cost(gpt4_hardware_wear: Quantity, gpt4_energy_cost: Quantity) -> Quantity:
    """Wear of the hardware and electricity of GPT-4's run. [US dollar]"""
    return gpt4_hardware_wear + gpt4_energy_cost


def chatgpt_site_power(
    chatgpt_server_power: Quantity, server_power_share: Quantity, power_usage_effectiveness: Quantity
) -> Quantity:
    """Power for ChatGPT's servers at the load of work, cooling included. [power]"""
    return chatgpt_server_power * server_power_share * power_usage_effectiveness


def chatgpt_power_by_price(
    chatgpt_stated_electricity_cost: Quantity, industrial_electricity_price: Quantity
) -> Quantity:
    """Power that the stated bill pays for at the stated price. [power] (eeo-2023, line 46)"""
    return chatgpt_stated_electricity_cost / industrial_electricity_price


def chatgpt_power_by_query(
    chatgpt_daily_hardware_cost: Quantity, chatgpt_hardware_cost_per_query: Quantity, energy_per_query: Quantity
) -> Quantity:
    """Power for the queries that an outside estimate implies, at later figures for a query. [power]"""
    return chatgpt_daily_hardware_cost / chatgpt_hardware_cost_per_query * energy_per_query


def chatgpt_monthly_rent(chatgpt_a100_count: Quantity, a100_rent_2022: Quantity, january_length: Quantity) -> Quantity:
    """Cloud rent for a month of the A100s estimated to serve ChatGPT. [US dollar]"""
    return chatgpt_a100_count * a100_rent_2022 * january_length


def chatgpt_monthly_wear(
    chatgpt_server_bill: Quantity, january_length: Quantity, server_service_life: Quantity
) -> Quantity:
    """Share of the servers' price that falls to a month, spread evenly over their life. [US dollar]"""
    return chatgpt_server_bill * january_length / server_service_life


def chatgpt_monthly_electricity_cost(
    chatgpt_site_power: Quantity, data_centre_electricity_price: Quantity, january_length: Quantity
) -> Quantity:
    """Electricity for ChatGPT's servers in a month, cooling included. [US dollar]"""
    return chatgpt_site_power * data_centre_electricity_price * january_length


def chatgpt_monthly_owned_cost(chatgpt_monthly_wear: Quantity, chatgpt_monthly_electricity_cost: Quantity) -> Quantity:
    """Wear of the servers and electricity in a month. [US dollar]"""
    return chatgpt_monthly_wear + chatgpt_monthly_electricity_cost
