"""A page as bytes, text and tree, and what is asked of a tree: texts, safe HTML, addresses, media."""
