"""The only place that reads hubs, always bounded by who asks; by noun."""
