"""Measurements. They never assert a time; ``docs/performance.md`` tells what came out."""
