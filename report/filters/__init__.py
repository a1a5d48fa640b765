"""Filters: report to report, one concern each, in the order of the house."""
