"""Families of screens."""
