"""A labelled set of passages in two editions of the same document, and how placing them is scored."""
