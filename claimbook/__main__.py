"""`python -m claimbook` is `claimbook`."""

from claimbook.cli import main

main()
