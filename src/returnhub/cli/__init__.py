"""The command line, and the words that people read. Nothing below imports from here."""
