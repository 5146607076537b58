"""A local Bot API server and a chat page, for trying the bot without a token and for tests."""
