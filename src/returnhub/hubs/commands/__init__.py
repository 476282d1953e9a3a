"""The only place that writes hubs, places, numbers and stays: one verb a function, by noun."""
