"""The annotated schema that every dialect is read into, and whether data fit it."""
