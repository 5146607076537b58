"""Bringing stories in from the chat: added, collected, edited, scheduled, suggested."""
