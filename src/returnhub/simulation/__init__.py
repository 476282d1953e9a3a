"""What a scheme would do: people through the scheme, as bands over possible worlds."""
