"""Customers: who numbers are for, and which field of a form wants which fact about them."""
