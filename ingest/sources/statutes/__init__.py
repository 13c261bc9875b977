"""Readers of statutes: an official file becomes a LawHeader and its Norms, norms are cut into Pieces."""
