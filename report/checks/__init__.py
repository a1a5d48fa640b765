"""Checks: is the book right?"""
