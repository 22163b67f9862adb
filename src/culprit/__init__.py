"""Culprit finds people whose bones are failing because a small tumour makes their kidneys lose phosphate."""

__version__ = "0.1.0"
RULEBOOK = "2026.1"
