"""Order Sinch phone numbers in countries that require registration (KYC)."""

__version__ = "0.1.0"
