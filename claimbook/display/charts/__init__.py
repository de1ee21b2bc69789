"""The charts: one function a chart, from a model to an Altair chart; a module for each chapter."""

from claimbook.display.charts.chinas_intelligent_compute import china_compute_chart, chip_holders_chart
from claimbook.display.charts.data_centres import centres_chart, cluster_cost_chart, training_minutes_chart
from claimbook.display.charts.metas_fleet import fleet_ratio_chart
from claimbook.display.charts.monthly_operations import monthly_cost_chart
from claimbook.display.charts.overview import verdict_chart
from claimbook.display.charts.policy import shanghai_precision_chart
from claimbook.display.charts.training_cost import gpt4_cost_chart

__all__ = [
    "centres_chart",
    "china_compute_chart",
    "chip_holders_chart",
    "cluster_cost_chart",
    "fleet_ratio_chart",
    "gpt4_cost_chart",
    "monthly_cost_chart",
    "shanghai_precision_chart",
    "training_minutes_chart",
    "verdict_chart",
]
