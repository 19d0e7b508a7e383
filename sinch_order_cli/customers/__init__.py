"""Customers: who numbers are for, and which fact about them each field of a form needs.

`facts` is the vocabulary, `lexicon` the words that forms use for each fact. The package does no
HTTP, file or terminal work.
"""
