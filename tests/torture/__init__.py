"""Trying to lose work: ``make torture`` (minutes). Short versions of it run in the tests."""
