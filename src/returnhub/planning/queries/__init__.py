"""Every read of planning, each for somebody."""
