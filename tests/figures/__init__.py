"""Commands that measure a promise and print it as a figure, and that make what the README shows."""
