"""Compare, odds, break-even, clause check, claims, and the report: what a scheme comes to."""
