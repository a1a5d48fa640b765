"""Catalogue: an archive told to readers: feeds for reading apps, and a site for people.

Pure: books and records go in, files by path come out. What reads the archive and writes the
site stands in :mod:`report.cli.catalogue`.
"""
