"""Redactions made, carried out and proved: what concerns them, and what still tells of them."""
