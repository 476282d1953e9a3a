"""A person's own page: status, decisions, documents, complaint, message to the lawyer."""
