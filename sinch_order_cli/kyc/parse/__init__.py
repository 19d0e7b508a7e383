"""Reading what the lookup sent, in any dialect, into one annotated schema."""
