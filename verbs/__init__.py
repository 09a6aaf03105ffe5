"""The verbs of the command line, a file each: what they ask for, and how they say what came of it."""
