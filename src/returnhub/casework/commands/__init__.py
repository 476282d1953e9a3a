"""The only place that writes cases. One verb a function, by noun."""
