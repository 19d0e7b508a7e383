"""What is kept on disk: crash-safe JSON, locks, versions and their migrations."""
