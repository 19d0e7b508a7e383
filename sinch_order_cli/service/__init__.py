"""An operator's work on stored orders, whoever asks for it.

Batches (`batch_file` reads the rows, `batch_steps` makes orders of them), `plan`, which order a
`create` means (`meant`), and the events that `--exec` runs at. It knows no terminal.
"""
