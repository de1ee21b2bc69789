"""All rules a book must keep."""
