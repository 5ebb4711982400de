"""The command line: commands that need no screen, and what they print."""
