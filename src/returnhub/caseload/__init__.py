"""People as a table: read from a file, made from a scheme's figures, written to a file."""
