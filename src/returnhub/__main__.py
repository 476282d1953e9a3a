"""`python -m returnhub` is the same as `returnhub`."""

from returnhub.cli.main import run

run()
