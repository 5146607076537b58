"""The way to servers that other people's links name: stories, feeds, pictures. Nothing else in Spool goes there."""
