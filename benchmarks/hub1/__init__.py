"""HUB-1: a model of three hubs that is invented for benchmarking, simulated by ours and by peers of it."""

from collections.abc import Sequence


def main(arguments: Sequence[str] = ()) -> int:
    """Run the benchmark; 1 if a target is missed."""
    # Not above: a process that measures the memory of one of them is not to load the others.
    from benchmarks.hub1 import bench

    return bench.main(arguments)
