"""`completion`, and the engine that the installed scripts call."""
