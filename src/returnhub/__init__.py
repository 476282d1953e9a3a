"""returnhub: one accountable record of a return-hub scheme, and the model that shows what it would do."""

__version__ = "0.1.0"
