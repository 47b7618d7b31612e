"""The composition root: windows, the live picture, commands, theme."""
