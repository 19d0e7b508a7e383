"""What is kept on disk: crash-safe JSON, locks, versions and their migrations.

`orders` and `customers` are the way in, `files` writes, `index` lists orders quickly. It knows no
terminal.
"""
