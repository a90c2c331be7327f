"""Reports become visible whole or not at all: the output folder, its lock, its manifest."""
