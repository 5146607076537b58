"""Readers of outside formats: bytes or text in, a list of threads out."""
