"""The index of stories by words, hashtags and days, and what is asked of it."""
