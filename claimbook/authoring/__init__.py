"""Beginning: a new book, and new sources, claims, derivations and chapters of one."""
