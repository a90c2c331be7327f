"""Public-service figures, each one traceable to the characters that printed it."""
