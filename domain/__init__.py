"""The vocabulary of grid governance: no Qt, no I/O, no SQL, no clock of its own (time is an argument)."""
