"""The Numbers API over HTTP: a method for each endpoint, tokens, retries, wire models.

Start with `client`. `retry` decides how often a request is repeated, `errors` and `failures` turn
responses and network failures into errors. The package does no form, file or terminal work.
"""
