"""What the pages of every room are made of: fields, lists whose state is in the address, errors."""
