"""The Numbers API over HTTP: a method for each endpoint, tokens, retries, wire models.

`client` is the way in; `retry` says how often a request is repeated, `errors` and `failures` what
an answer, or none, means. It knows no forms, files or terminal.
"""
