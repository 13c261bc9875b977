"""How good the assistant is on labelled questions: `assistant evaluate`."""
