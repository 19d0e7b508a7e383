"""Present orders, forms, refusals and other results, as text and for `--json`.

There is a file for each kind of object; `command_line` formats suggested commands. Nothing is asked
or changed here.
"""
