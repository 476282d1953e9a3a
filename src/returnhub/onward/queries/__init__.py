"""Every read of this room, each for somebody."""
