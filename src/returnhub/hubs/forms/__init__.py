"""Forms of hubs, by noun."""
