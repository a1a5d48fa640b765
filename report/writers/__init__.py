"""Writers: a galley becomes the bytes of one book."""
