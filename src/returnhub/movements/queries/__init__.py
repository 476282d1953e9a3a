"""Every read of moves, each for somebody."""
