"""Results as plain data and as text, what moved between two sets of them, and the accepted ones."""
