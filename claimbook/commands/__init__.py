"""
The commands of the command line, a module each or for a few that belong together.

`claimbook.cli` loads one when it is called: what a module imports at its top, `claimbook ITS-NAME --help` waits for.
"""
