"""The annotated schema that every dialect is converted to, and validation against it."""
