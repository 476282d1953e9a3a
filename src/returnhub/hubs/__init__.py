"""Hubs, and the gate of readiness that each scheme passes before anybody is moved."""
