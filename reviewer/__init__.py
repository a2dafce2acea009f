"""Reviewer: turn published inspection reports into a reviewed dataset."""

__version__ = "0.1.0"
