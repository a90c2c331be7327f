"""What a run needs: keys of what it is made of, the log of what was run, the cache of results."""
