"""What happened, who did it and why: events, the one way to write, and who read what.

The room at the ground of the service: it knows people who act by a number and a role alone.
"""
