"""Compose: a report becomes a galley, XHTML sheets that both books are made from."""
