"""Keeps the administration's own documents: taking in, listing, removing, and their passages."""
