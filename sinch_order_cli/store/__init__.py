"""Data on disk: crash-safe JSON, locks, file versions and their migrations.

Start with `orders` and `customers`. `files` writes, `index` lists orders quickly. The package does
no terminal work.
"""
