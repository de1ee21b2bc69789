"""What is said: sources, claims, evidence, assumptions, units and words, read from a book's files."""
