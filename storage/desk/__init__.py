"""What publishers, readers and authors bring about: drafts, corrections, suggestions, wishes, and the record of it."""
