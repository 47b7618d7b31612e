"""What base maps are kept in, in the data folder."""

#: The list of bases and which is chosen; the tiles of servers.
BASES, KEPT = "bases.json", "tiles.sqlite"
