"""HUB-1: a model of three hubs that is invented for benchmarking, simulated by ours and by peers of it."""

from benchmarks.hub1.bench import main as main
