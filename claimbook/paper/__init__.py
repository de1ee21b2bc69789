"""The report on paper: one PDF of a model's results, with nothing in it but text, lines and links."""
