"""The demo: 2,000 synthetic people at every stage and in trouble of every kind, and somebody to sign in as in each role."""
