"""Passive views: ``refresh(picture, changes, now)`` in, intent signals out."""
