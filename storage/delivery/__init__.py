"""Who hears of what, and the ledger of what became of each notification."""
