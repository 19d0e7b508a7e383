"""Buy Sinch phone numbers in countries that ask who you are first (KYC)."""

__version__ = "0.1.0"
