"""Contents, passage, margin, status line: each draws a part of one Reading."""
