"""Measurements, each comparing two things in one run.

Times on a shared machine mean little alone, so no test asserts any.
"""
