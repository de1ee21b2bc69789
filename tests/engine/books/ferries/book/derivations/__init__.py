"""
The derivations: plain functions whose names are quantities and whose parameters name what they need.

Names make the graph. claimbook.toml lists the modules.
"""
