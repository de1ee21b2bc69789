"""The charts: one function a chart, from a model to an Altair chart; a module for each chapter."""

from claimbook.display.charts.chinas_intelligent_compute import china_compute_chart
from claimbook.display.charts.markets import chip_market_chart, market_share_chart
from claimbook.display.charts.metas_fleet import fleet_ratio_chart
from claimbook.display.charts.money import scale_of_money_chart, training_spend_chart
from claimbook.display.charts.monthly_operations import monthly_cost_chart
from claimbook.display.charts.overview import verdict_chart
from claimbook.display.charts.training_cost import gpt4_cost_chart

__all__ = [
    "china_compute_chart",
    "chip_market_chart",
    "fleet_ratio_chart",
    "gpt4_cost_chart",
    "market_share_chart",
    "monthly_cost_chart",
    "scale_of_money_chart",
    "training_spend_chart",
    "verdict_chart",
]
