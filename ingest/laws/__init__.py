"""Official statutes: fetched, kept, compared with what they were before."""
