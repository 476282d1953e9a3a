"""Placement: proposals of who could go where and when, within every limit, with their reasons and a bound."""
