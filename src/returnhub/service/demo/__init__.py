"""The demo: 2,000 synthetic people at every stage and in trouble of every kind, and users of each role."""
