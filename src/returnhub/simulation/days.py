"""How many days the simulator's week and year have."""

WEEK, YEAR = 7.0, 365.0
