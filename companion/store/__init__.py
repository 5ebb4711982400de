"""The only room that touches disk: where things live, opening documents, keeping notes, settings and state."""
