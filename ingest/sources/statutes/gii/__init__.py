"""The XML format of the federal official site (gii-norm 1.01)."""
