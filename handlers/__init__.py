"""The third floor: what a chat can ask for."""
