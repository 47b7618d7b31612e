"""What outlives the process: journal, state, accounts, channels and position history in one SQL database."""
