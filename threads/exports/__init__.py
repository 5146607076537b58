"""What a story or one of its tweets is handed on as: a story in, bytes out, without network and without a clock."""
