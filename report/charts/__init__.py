"""Charts: numbers of a report become drawings of vectors, in the direction of its language."""
