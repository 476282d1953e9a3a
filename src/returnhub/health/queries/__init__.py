"""What is read of health."""
