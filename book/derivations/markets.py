"""Markets, shares, spending and prices."""

from claimbook.register.units import Quantity


def alibaba_cloud_spending(alibaba_capital_spending: Quantity, cloud_share_of_capital_spending: Quantity) -> Quantity:
    """Cloud part of Alibaba's capital spending at Amazon's share. [yuan] (caijing-2023, line 97)"""
    return alibaba_capital_spending * cloud_share_of_capital_spending


def tencent_cloud_spending(tencent_capital_spending: Quantity, cloud_share_of_capital_spending: Quantity) -> Quantity:
    """Cloud part of Tencent's capital spending at Amazon's share. [yuan] (caijing-2023, line 97)"""
    return tencent_capital_spending * cloud_share_of_capital_spending


def baidu_cloud_spending(baidu_capital_spending: Quantity, cloud_share_of_capital_spending: Quantity) -> Quantity:
    """Cloud part of Baidu's capital spending at Amazon's share. [yuan] (caijing-2023, line 97)"""
    return baidu_capital_spending * cloud_share_of_capital_spending


def microsoft_operating_profit_2022(
    microsoft_operating_profit_march_2022: Quantity,
    microsoft_operating_profit_june_2022: Quantity,
    microsoft_operating_profit_september_2022: Quantity,
    microsoft_operating_profit_december_2022: Quantity,
) -> Quantity:
    """Microsoft's operating profit in the four quarters of calendar 2022. [US dollar] (caijing-2023, line 87)"""
    return (
        microsoft_operating_profit_march_2022
        + microsoft_operating_profit_june_2022
        + microsoft_operating_profit_september_2022
        + microsoft_operating_profit_december_2022
    )


def microsoft_intelligent_cloud_profit_2022(
    microsoft_intelligent_cloud_quarterly_profit: Quantity, quarter_count: Quantity
) -> Quantity:
    """A year of Intelligent Cloud's operating profit at the rate of one quarter of 2022. [US dollar]"""
    return microsoft_intelligent_cloud_quarterly_profit * quarter_count


def nvidia_share_rise(nvidia_share_price_2022: Quantity, nvidia_share_price_2024: Quantity) -> Quantity:
    """Rise of NVIDIA's share price, as a share of where it began. [1] (jiemian-2024, line 71)"""
    return nvidia_share_price_2024 / nvidia_share_price_2022 - 1


def frontier_training_spend(
    openai_training_spend: Quantity, google_training_spend: Quantity, anthropic_training_spend: Quantity
) -> Quantity:
    """What the three companies named will spend on training in the coming years. [US dollar] (jiemian-2024, line 89)"""
    return openai_training_spend + google_training_spend + anthropic_training_spend
