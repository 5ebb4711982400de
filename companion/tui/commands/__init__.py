"""What the keys and the palette do: functions of the reader's screen, by subject, and the one table of them all."""
