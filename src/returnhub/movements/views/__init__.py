"""Pages of moves: one person's, and lists that lead to them."""
