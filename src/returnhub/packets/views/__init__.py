"""Pages of packets: an officer's, and the host state's."""
