"""The second floor: what is kept. The only place that knows SQL."""
