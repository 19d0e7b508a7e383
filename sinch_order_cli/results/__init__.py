"""The JSON that every command prints, as types: output and its JSON Schema come from these.

Members are named as the API names them. What the API sent is passed on as it came, so that a
member which is new there is not lost: the typed dictionaries name the members that are known.
"""
