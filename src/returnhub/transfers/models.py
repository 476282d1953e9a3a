"""Transfers: vehicle or flight, seats, escorts, manifest, the door, handover and arrival."""
