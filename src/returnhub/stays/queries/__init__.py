"""The only place that reads stays, always bounded by who asks; by noun."""
