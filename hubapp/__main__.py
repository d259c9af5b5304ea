"""``python -m hubapp``."""

from hubapp.cli import main

main(prog_name="hubapp")
