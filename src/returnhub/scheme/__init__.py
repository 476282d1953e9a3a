"""What a scheme is: frozen data, facts, figures, statements, claims, and how a folder is loaded."""
