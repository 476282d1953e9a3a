"""The assessment as one page: self-contained, printable, without script or network."""
