"""Delivery: a worker beside polling that sends what the ledger says is due and records each outcome at once."""
