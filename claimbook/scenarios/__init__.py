"""Other assumptions: scenario files, and what they change."""
