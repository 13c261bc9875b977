"""The shelf of statutes: official wording by the hundred thousand norms, beside the small own corpus."""
