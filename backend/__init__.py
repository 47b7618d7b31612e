"""The server the desk talks to: sockets, journal, intake, dispatching, the simulated city."""
