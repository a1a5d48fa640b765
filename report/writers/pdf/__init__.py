"""The PDF: WeasyPrint lays out and paints, the press sees to text, tags and metadata.

WeasyPrint is loaded by :mod:`report.writers.pdf.writer` alone and what that imports: it takes a
third of a second, and asks Fontconfig for the fonts of the machine as it does.
"""
