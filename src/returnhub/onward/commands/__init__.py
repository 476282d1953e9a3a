"""The only place that writes of this room: one verb a function, by noun."""
