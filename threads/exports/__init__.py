"""Stories as files: a story and its pictures in, bytes out. Nothing here reads, fetches or looks at a clock."""
