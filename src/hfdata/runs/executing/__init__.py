"""One notebook with its parameters → an executed notebook, and whether it succeeded."""
