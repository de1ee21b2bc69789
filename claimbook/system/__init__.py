"""Files, processes and terminals as operating systems have them."""
