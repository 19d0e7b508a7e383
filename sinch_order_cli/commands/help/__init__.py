"""`help TOPIC`, and the pages that `--help` prints."""
