"""One file a revision, in the order of their numbers. A published revision is never changed."""
