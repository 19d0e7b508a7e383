"""Parse a lookup's answer, in any dialect, into one annotated schema."""
