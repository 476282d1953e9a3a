"""What the simulator is held against: formulas, simulators by others, and relations that must hold.

Each module claims one thing and gives an `Evidence`. Nothing here is part of the product: the formulas
stand once, for the tests and for docs/validation.md.
"""
