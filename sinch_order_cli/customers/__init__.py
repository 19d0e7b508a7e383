"""Customers: who numbers are for, and which field of a form wants which fact about them.

`facts` is the vocabulary, `lexicon` the words that forms use for each fact. It knows no HTTP, files
on disk or terminal.
"""
