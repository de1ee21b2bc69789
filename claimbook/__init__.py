"""AI Compute Claims, Re-derived: claims, the model that re-derives them, and their verdicts."""

import gc

# What libraries make while they are imported stays for good: looking through it every 700 objects, as Python does
# unless told otherwise, is a sixth of the time that a chapter or a command takes.
gc.set_threshold(50000, 20, 50)
