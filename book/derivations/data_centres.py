"""Data centres: power, efficiency, capacity, cost."""

from claimbook.register.units import Quantity


def sensetime_training_time(chatgpt_stated_training_compute: Quantity, sensetime_peak_rate: Quantity) -> Quantity:
    """Time of ChatGPT's stated training on all of SenseTime's centre at peak. [time] (huatai-2023, line 27)"""
    return chatgpt_stated_training_compute / sensetime_peak_rate


def sensetime_gpt35_training_time(gpt35_training_compute: Quantity, sensetime_peak_rate: Quantity) -> Quantity:
    """Time of GPT-3.5's estimated training on all of SenseTime's centre at peak. [time]"""
    return gpt35_training_compute / sensetime_peak_rate


def sensetime_training_time_sustained(
    sensetime_gpt35_training_time: Quantity, training_utilisation: Quantity
) -> Quantity:
    """The same at the share of the peak that training runs sustain. [time]"""
    return sensetime_gpt35_training_time / training_utilisation


def listed_centres_compute(
    shenzhen_centre_compute: Quantity,
    wuhan_centre_compute: Quantity,
    xian_centre_compute: Quantity,
    chengdu_centre_compute: Quantity,
    xuchang_centre_compute: Quantity,
    nanjing_centre_compute: Quantity,
    hangzhou_centre_compute: Quantity,
) -> Quantity:
    """Compute of the seven centres listed. [computation / time] (eeo-2023, line 110)"""
    return (
        shenzhen_centre_compute
        + wuhan_centre_compute
        + xian_centre_compute
        + chengdu_centre_compute
        + xuchang_centre_compute
        + nanjing_centre_compute
        + hangzhou_centre_compute
    )


def eastern_centres_share(
    shenzhen_centre_compute: Quantity,
    nanjing_centre_compute: Quantity,
    hangzhou_centre_compute: Quantity,
    listed_centres_compute: Quantity,
) -> Quantity:
    """Share of the listed compute that stands in eastern provinces. [1] (eeo-2023, lines 110, 112)"""
    return (shenzhen_centre_compute + nanjing_centre_compute + hangzhou_centre_compute) / listed_centres_compute


def ai_cluster_construction_cost(
    a800_cluster_chip_bill: Quantity, server_share_of_data_centre_cost: Quantity
) -> Quantity:
    """Cost of building the cluster if the chips are the servers' share of it. [yuan] (caijing-2023, line 79)"""
    return a800_cluster_chip_bill / server_share_of_data_centre_cost


def benchmark_cluster_construction_cost(
    a800_cluster_count: Quantity,
    a800_peak_rate: Quantity,
    sensetime_centre_cost: Quantity,
    sensetime_centre_peak_rate: Quantity,
) -> Quantity:
    """Cost of the cluster at what SenseTime's Shanghai centre cost for each unit of peak rate. [yuan]"""
    return a800_cluster_count * a800_peak_rate * sensetime_centre_cost / sensetime_centre_peak_rate


def ai_cluster_market_cost(
    a800_cluster_market_bill: Quantity,
    ai_chip_share_of_server: Quantity,
    cluster_network_factor: Quantity,
    data_centre_equipment_share: Quantity,
) -> Quantity:
    """Cost of building the cluster at the prices of 2023: chips, servers, network, building. [yuan]"""
    return a800_cluster_market_bill / ai_chip_share_of_server * cluster_network_factor / data_centre_equipment_share
