"""The wizard: a file for each of the six steps, the form session, and the flow between them.

`flow` is the way in. Questions go to the prompter that is passed in, changes of an order to
`workflow.steps`.
"""
