"""Who may sign in, in which role, and what each role may do and see."""
