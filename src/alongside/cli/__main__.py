"""``python -m alongside.cli``."""

from alongside.cli import main

main()
