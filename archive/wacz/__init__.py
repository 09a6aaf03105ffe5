"""The folder as a package: its description, and one file of it."""
