"""The only place that writes moves: one verb a function, by noun. None takes more than one person."""
