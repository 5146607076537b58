"""How a thread looks in Telegram: domain values in, text and keyboard out."""
