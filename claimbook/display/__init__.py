"""What a notebook shows: claim cards, charts, and derived numbers for its prose."""

from claimbook.display import charts, theme  # theme: importing it sets every chart's look
from claimbook.display.card import card, cards
from claimbook.display.chapter import chapter_model, glue_results

__all__ = ["card", "cards", "chapter_model", "charts", "glue_results", "theme"]
