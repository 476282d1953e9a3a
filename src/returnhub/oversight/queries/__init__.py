"""The only place that reads what monitors see, and what is shown of the whole, by noun."""
