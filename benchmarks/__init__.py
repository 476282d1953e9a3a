"""Ours beside a peer in one run, printed as a ratio: `make bench`, or `python -m benchmarks [name ...]`."""
