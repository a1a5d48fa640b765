"""Locales: the words, digits and numbering of each language."""
