"""What is kept: conversations, feedback, project checks, figures and the administration's options."""
