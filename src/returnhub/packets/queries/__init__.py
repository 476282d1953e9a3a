"""The only place that reads packets, duties and who is responsible."""
