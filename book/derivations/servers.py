"""Servers: what is in them, what they can do, what they cost."""

from claimbook.register.units import Quantity


def inspur_server_dense_rate(inspur_server_gpu_count: Quantity, a100_peak_rate: Quantity) -> Quantity:
    """Peak rate of an eight-GPU server, dense FP16. [computation / time / server] (huatai-2023, line 22)"""
    return inspur_server_gpu_count * a100_peak_rate


def lenovo_rack_double_precision_rate(
    lenovo_rack_server_count: Quantity, lenovo_server_gpu_count: Quantity, a100_double_precision_tensor_rate: Quantity
) -> Quantity:
    """Peak rate of a rack of SR670 V2, FP64 on tensor cores. [computation / time] (huatai-2023, line 23)"""
    return lenovo_rack_server_count * lenovo_server_gpu_count * a100_double_precision_tensor_rate


def lenovo_rack_half_precision_rate(
    lenovo_rack_server_count: Quantity, lenovo_server_gpu_count: Quantity, a100_peak_rate: Quantity
) -> Quantity:
    """Peak rate of a rack of SR670 V2, dense FP16. [computation / time] (huatai-2023, line 23)"""
    return lenovo_rack_server_count * lenovo_server_gpu_count * a100_peak_rate


def lenovo_rack_height(lenovo_rack_server_count: Quantity, lenovo_server_height: Quantity) -> Quantity:
    """Height that the servers of one rack take up. [rack unit] (huatai-2023, line 23)"""
    return lenovo_rack_server_count * lenovo_server_height


def a800_cluster_chip_bill(a800_cluster_count: Quantity, a800_market_price: Quantity) -> Quantity:
    """Purchase price of the cluster's A800s, chips only. [yuan] (caijing-2023, line 79)"""
    return a800_cluster_count * a800_market_price


def a800_server_chip_bill(a800_per_server: Quantity, a800_market_price: Quantity) -> Quantity:
    """Purchase price of one server's A800s, chips only. [yuan / server] (caijing-2023, lines 64, 79)"""
    return a800_per_server * a800_market_price


def gpu_server_cost_ratio(a800_server_chip_bill: Quantity, ordinary_server_price: Quantity) -> Quantity:
    """Price of a GPU server's chips alone over that of an ordinary server. [1] (caijing-2023, line 79)"""
    return a800_server_chip_bill / ordinary_server_price


def ai_chip_share_of_server(dgx_a100_chip_count: Quantity, a100_price: Quantity, dgx_a100_price: Quantity) -> Quantity:
    """Share of an AI server's price that its AI chips cost, bought singly. [1] (jiemian-2024, line 55)"""
    return dgx_a100_chip_count * a100_price / dgx_a100_price


def gpu_server_stated_ratio(a800_server_stated_price: Quantity, ordinary_server_price: Quantity) -> Quantity:
    """Printed price of a GPU server over that of an ordinary one. [1] (caijing-2023, line 79)"""
    return a800_server_stated_price / ordinary_server_price


def a800_cluster_market_bill(a800_cluster_count: Quantity, a800_street_price: Quantity) -> Quantity:
    """Purchase price of the cluster's A800s at the prices of 2023. [yuan]"""
    return a800_cluster_count * a800_street_price


def a800_server_market_cost(
    gpu_server_a800_count: Quantity, a800_street_price: Quantity, ai_chip_share_of_server: Quantity
) -> Quantity:
    """Price of a server with A800s, its chips the share of it that they are of a DGX A100. [yuan / server]"""
    return gpu_server_a800_count * a800_street_price / ai_chip_share_of_server


def gpu_server_market_ratio(a800_server_market_cost: Quantity, china_server_average_price: Quantity) -> Quantity:
    """Price of a server with A800s over the average server's. [1]"""
    return a800_server_market_cost / china_server_average_price
