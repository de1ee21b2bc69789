"""The charts: one function a chart, from a model to an Altair chart; a module for each chapter."""

from claimbook.display.charts.chinas_intelligent_compute import china_compute_chart
from claimbook.display.charts.metas_fleet import fleet_ratio_chart
from claimbook.display.charts.models import model_size_chart, training_text_chart
from claimbook.display.charts.monthly_operations import monthly_cost_chart
from claimbook.display.charts.overview import verdict_chart
from claimbook.display.charts.training_cost import gpt3_cost_chart, gpt4_cost_chart, training_time_chart

__all__ = [
    "china_compute_chart",
    "fleet_ratio_chart",
    "gpt3_cost_chart",
    "gpt4_cost_chart",
    "model_size_chart",
    "monthly_cost_chart",
    "training_text_chart",
    "training_time_chart",
    "verdict_chart",
]
