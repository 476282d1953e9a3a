"""What leaves to another state: typed packets with listed fields, and nothing else."""
