"""The JSON output of every command as types, which also define its JSON Schema.

Members are named as in the API. Data from the API are passed on unchanged, including new members;
the typed dictionaries list the known ones.
"""
