-- What admins corrected in stories: so that two of them don't overwrite each other, and hear who was first.
CREATE TABLE change (
    thread_id INTEGER NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL,             -- of the story after it
    person_id INTEGER NOT NULL,
    name TEXT NOT NULL,                    -- of the person, as their client gives it
    what TEXT NOT NULL,
    number INTEGER NOT NULL,               -- the tweet; 0: the story
    changed_at INTEGER NOT NULL,           -- UTC milliseconds since 1970
    PRIMARY KEY (thread_id, revision)
) WITHOUT ROWID;
