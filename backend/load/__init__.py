"""Brings real data in: reports, workers, regions, roads; makes a place nobody prepared into a city."""
