"""Geography of a city: made from an outline, names, counts and a seed, or completed from what is really known."""
