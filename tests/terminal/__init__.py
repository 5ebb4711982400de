"""The whole program in a real terminal, driven by keys and mouse as a reader would."""
