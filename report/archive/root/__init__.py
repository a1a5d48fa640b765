"""EDGE: the storage root on a disk: locked, staged, synced, renamed, repaired."""
