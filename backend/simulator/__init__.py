"""A city that lives: its workers walk and answer, its residents call. A process of its own that knows the backend only
through the endpoints every phone, app and hotline uses.
"""
