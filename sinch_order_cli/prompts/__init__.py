"""Questions and the prompters that ask them. A `Question` is data; the prompter is passed in.

`terminal_prompter` uses questionary's prompts, `plain_prompter` writes lines that are never
redrawn, and in scripts `RefusingPrompter` raises an error that names the flag to use.
"""
