"""An operator's work on stored orders, whoever asks for it."""
