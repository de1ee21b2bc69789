"""What a notebook shows: claim cards, tables, and derived numbers for its prose."""

from claimbook.chapters.card import card, cards, rows
from claimbook.chapters.drivers import drivers_table
from claimbook.chapters.notebook import chart_module
from claimbook.chapters.opening import chapter_model
from claimbook.chapters.verdict_bar import verdict_bar
from claimbook.charts import theme  # importing it sets every chart's look

__all__ = ["card", "cards", "chapter_model", "chart_module", "drivers_table", "rows", "theme", "verdict_bar"]
