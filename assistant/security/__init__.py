"""What guards the HTTP door: headers, body limit, quiet failures, a log without content."""
