"""Texts in the languages that people read, and who reviewed each translation."""
