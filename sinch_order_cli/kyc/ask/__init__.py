"""From a schema to the questions it asks: sections, fields, and the conditions on both."""
