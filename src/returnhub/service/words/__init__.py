"""Codes as sentences for pages."""

from returnhub.problems import Problem


def sentence(problem: Problem) -> str:
    """What a person reads."""
    return f"{problem.code}: {dict(problem.given)}"
