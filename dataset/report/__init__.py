"""The blog and its crawls in pictures: one HTML file."""
