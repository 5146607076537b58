"""What somebody hears of and when, and how operators see it go."""
