"""Pictures and films that are kept, and what Telegram knows of them."""
