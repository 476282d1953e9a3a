"""The only place that writes complaints, notes and recommendations, by noun."""
