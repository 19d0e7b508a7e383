"""An order, a form, a refusal as a person reads them, and the results that `--json` prints.

A file for each thing that is shown; `command_line` words what to type next. Nothing is asked or
changed here.
"""
