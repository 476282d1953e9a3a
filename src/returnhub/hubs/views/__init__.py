"""Pages of hubs, by noun: readiness, the hubs themselves, places, numbers, the board."""
