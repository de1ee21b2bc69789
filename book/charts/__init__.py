"""The charts: one function a chart, from a model to an Altair chart; a module for each chapter."""

from charts.chinas_intelligent_compute import china_compute_chart, chip_holders_chart
from charts.chip_makers import launches_chart, two_precisions_chart
from charts.chips import h100_worth_chart, thousandfold_chart
from charts.data_centres import centres_chart, cluster_cost_chart, training_minutes_chart
from charts.markets import chip_market_chart, market_share_chart
from charts.metas_fleet import fleet_ratio_chart, fleets_chart
from charts.models import model_size_chart, training_text_chart
from charts.money import scale_of_money_chart, training_spend_chart
from charts.monthly_operations import monthly_compute_chart, monthly_cost_chart
from claimbook.charts.overview import verdict_chart
from charts.policy import shanghai_precision_chart
from charts.servers import precision_chart, server_price_chart
from charts.training_cost import gpt3_cost_chart, gpt4_cost_chart, training_time_chart
from charts.training_runs import hardware_chart, recent_training_compute_chart, training_compute_chart
from charts.trends import doubling_times_chart, twenty_years_chart
from claimbook.charts.triangulation import triangulation_chart
from claimbook.charts.uncertainty import interval_chart, leverage_chart, tornado_chart

__all__ = [
    "centres_chart",
    "china_compute_chart",
    "chip_holders_chart",
    "chip_market_chart",
    "cluster_cost_chart",
    "doubling_times_chart",
    "fleet_ratio_chart",
    "fleets_chart",
    "gpt3_cost_chart",
    "gpt4_cost_chart",
    "h100_worth_chart",
    "hardware_chart",
    "interval_chart",
    "launches_chart",
    "leverage_chart",
    "market_share_chart",
    "model_size_chart",
    "monthly_compute_chart",
    "monthly_cost_chart",
    "precision_chart",
    "recent_training_compute_chart",
    "scale_of_money_chart",
    "server_price_chart",
    "shanghai_precision_chart",
    "thousandfold_chart",
    "tornado_chart",
    "training_compute_chart",
    "training_minutes_chart",
    "training_spend_chart",
    "training_text_chart",
    "training_time_chart",
    "triangulation_chart",
    "twenty_years_chart",
    "two_precisions_chart",
    "verdict_chart",
]
