"""The PDF: WeasyPrint lays out and paints, the press sees to text, tags and metadata."""
