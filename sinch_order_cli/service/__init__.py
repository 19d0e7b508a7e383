"""Work on stored orders, shared by the commands and the wizard.

Batches (`batch_file` reads the rows, `batch_steps` turns them into orders), `plan`, finding the
order that a `create` refers to (`meant`), and the events of `--exec`. The package does no terminal
work.
"""
