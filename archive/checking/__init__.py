"""The archive held against the specifications and against itself, and repaired."""
