"""Measurements, each comparing two things in one run. Never part of the tests: times on a shared machine mean little."""
