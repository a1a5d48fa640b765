"""Readers: bytes in any format become a report."""
