"""The HTTP client: addresses, connections, exchanges byte for byte."""
