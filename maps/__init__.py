"""The map: viewport and projection, the canvas, one file a layer, picking."""
