"""The wizard: a file for each of the six steps, the form session, and the flow between them."""
