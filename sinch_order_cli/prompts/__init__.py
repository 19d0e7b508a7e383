"""Asking questions. A `Question` is data; who asks it is passed in.

`terminal_prompter` asks with questionary's prompts, `plain_prompter` in lines that are never
redrawn, and where nobody can be asked `RefusingPrompter` names the flag that answers.
"""
