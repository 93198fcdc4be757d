"""Tests of the checks: faults planted in a small text, each found on its own line."""
