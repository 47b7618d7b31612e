"""Map tiles of others as the ground: files, servers, what is kept of them, and how they are drawn."""
