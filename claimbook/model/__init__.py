"""What follows: the graph, draws, verdicts, algebra, sensitivity."""
