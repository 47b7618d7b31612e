"""Data into and out of the desk: the session, its socket, what came in, what waits to go out. No Qt."""
