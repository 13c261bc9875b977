"""Reads the administration's own documents: one reader per format, all giving the same kind of blocks."""
