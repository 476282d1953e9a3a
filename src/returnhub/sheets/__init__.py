"""Workbooks: one sheet read as rows of values, and sheets written so that text is only ever text."""
