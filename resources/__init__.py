"""Data that ships with the program: cities, workflows, categories, calendars, fonts, icons, style. No logic."""

from pathlib import Path

FOLDER = Path(__file__).parent
