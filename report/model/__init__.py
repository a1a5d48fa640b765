"""Model: the report as frozen values, what every reader makes and every writer takes."""
