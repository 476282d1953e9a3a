"""A package, so that `from tests...` finds these: Ciw brings another of this name."""
