"""A terminal reading companion for accountability reports."""

__version__ = "0.1.0"
