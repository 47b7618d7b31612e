"""What is in the air when an incident is dragged: one format for every view and every window."""

from __future__ import annotations

#: Mime type of a dragged incident; the data is its id in UTF-8.
INCIDENT_MIME = "application/x-grid-command-incident"


def incident_in(data: bytes) -> str:
    """The incident id a drag carries; empty when the data is no id."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return text if 0 < len(text) <= 64 and text.isprintable() else ""
