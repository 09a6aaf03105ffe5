"""The built-in blog: what it says, how it looks, and the loopback server that shows it."""
