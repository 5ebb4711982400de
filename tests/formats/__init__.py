"""Tests of the store: places, saving, notebooks, settings, state, opening."""
