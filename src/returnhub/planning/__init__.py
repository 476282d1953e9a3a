"""Proposals of who could go where and when, one person at a time; the waiting list."""
