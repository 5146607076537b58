-- Stories that readers get in portions, at an hour of theirs.

CREATE TABLE portion (
    reader_id INTEGER NOT NULL REFERENCES reader (id) ON DELETE CASCADE,
    thread_id INTEGER NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
    tweets INTEGER NOT NULL,
    minute INTEGER NOT NULL,               -- after midnight, by the reader's clock
    next_at INTEGER NOT NULL,              -- when the next one is due
    publication_id INTEGER,                -- that by which the last one was planned
    PRIMARY KEY (reader_id, thread_id)
) WITHOUT ROWID;
CREATE INDEX portion_next ON portion (next_at);
CREATE INDEX portion_thread ON portion (thread_id);
