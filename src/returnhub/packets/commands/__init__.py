"""The only place that writes packets, answers and who is responsible."""
