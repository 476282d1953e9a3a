"""Pages of the way on or back: the case's, lists, the counsellor's desk, and those of the hub."""
