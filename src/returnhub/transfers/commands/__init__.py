"""What is done with transfers; by noun."""
