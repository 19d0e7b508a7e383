"""`help TOPIC` and the pages that `--help` shows."""
