"""The reader, the note editor, help."""
