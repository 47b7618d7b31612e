"""Road engines a city may run already, asked over HTTP; the own engine stands in when they fail."""
