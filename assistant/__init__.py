"""German assistant for municipal staff: answers with evidence from study, law and practice."""

__version__ = "0.1.0"
