"""The room's pages. They parse, ask a query or a command, and show; nothing is decided here."""
