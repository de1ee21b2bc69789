"""AI Compute Claims, Re-derived: claims, the model that re-derives them, and their verdicts."""
