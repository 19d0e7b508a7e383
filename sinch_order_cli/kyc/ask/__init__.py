"""From a schema to its questions: sections, fields, and their conditions."""
