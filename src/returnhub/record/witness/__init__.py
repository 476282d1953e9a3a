"""Who watches a log.

`answer` decides on a request, `state` remembers, `server` and `ask` talk, `monitor` reads a log itself.
"""
