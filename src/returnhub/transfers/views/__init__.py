"""Pages of transfers: the list, one transfer, its manifest, the day of travel, one person on it."""
