"""What writes the generated part of the documentation: ``make docs`` runs it, offline, from code and data alone."""
