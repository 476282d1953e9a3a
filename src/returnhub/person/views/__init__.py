"""Pages: the person's own, from a telephone and without a user account; and those of who works with them."""
