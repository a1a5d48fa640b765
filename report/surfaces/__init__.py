"""Surfaces: what shows text without knowing Arabic, and the one adapter for it."""
