"""The service: where its rooms are put together, and what runs them."""
