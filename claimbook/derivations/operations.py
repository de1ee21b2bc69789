"""What running ChatGPT for a month costs, and what compute that money would buy."""

from claimbook.quantity import Quantity


def chatgpt_monthly_cost(chatgpt_monthly_visits: Quantity, chatgpt_cost_per_visit: Quantity) -> Quantity:
    """Cloud bill for a month of visits. [US dollar] (huatai-2023, line 15)"""
    return chatgpt_monthly_visits * chatgpt_cost_per_visit


def chatgpt_monthly_compute(
    chatgpt_monthly_cost: Quantity, gpt3_stated_compute: Quantity, gpt3_stated_cost: Quantity
) -> Quantity:
    """Compute that the monthly bill buys at the price of a GPT-3 run. [computation] (huatai-2023, line 15)"""
    return chatgpt_monthly_cost * gpt3_stated_compute / gpt3_stated_cost
