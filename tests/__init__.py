"""The suite. Its folders mirror the rooms of the package."""
