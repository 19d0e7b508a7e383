"""The form: reading what the lookup sent, answers, checking them, mapping violations to fields."""
