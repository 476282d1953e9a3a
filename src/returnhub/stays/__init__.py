"""Life in a hub: arrival, key worker, reviews, contact, health, standards."""
