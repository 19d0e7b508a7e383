"""The wizard: a file for each of the six steps, the form session, and the flow between them.

Start with `flow`. Questions go through the prompter that is passed in, changes of an order through
`workflow.steps`.
"""
