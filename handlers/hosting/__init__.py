"""Groups, channels and topics that follow, set by their admins."""
