"""Is every number guarded? Changes one number or operator of the project at a time and asks whether a check notices."""
