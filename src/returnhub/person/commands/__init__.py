"""What the person does from their open page, and what others do for it."""
