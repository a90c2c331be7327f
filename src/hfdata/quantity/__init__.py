"""Arithmetic that keeps limits and refuses what would mean nothing: mixed units, overlapping counts, zero divisors."""

from .origin import Origin
from .quantity import Missing, Quantity, distinct

__all__ = ["Missing", "Origin", "Quantity", "distinct"]
