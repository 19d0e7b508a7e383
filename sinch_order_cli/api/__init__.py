"""The Numbers API over HTTP: a method for each endpoint, tokens, retries, wire models."""
