"""The layers of the map, one file each; ``maps.layers.table`` says which there are and in which order they lie."""
