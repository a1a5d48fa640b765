"""Diff: two editions compared as an editor reads: sentences, words, cells, structure."""
