"""What a notebook shows: claim cards, charts, and derived numbers for its prose."""

from claimbook.chapters import charts, theme  # theme: importing it sets every chart's look
from claimbook.chapters.card import card, cards
from claimbook.chapters.notebook import chapter_model, glue_results
from claimbook.chapters.drivers import drivers_table

__all__ = ["card", "cards", "chapter_model", "charts", "drivers_table", "glue_results", "theme"]
