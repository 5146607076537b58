-- What readers report of a story, in a sentence or without a word: each once. Times are UTC milliseconds since 1970.

CREATE TABLE report (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    thread_id INTEGER NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
    reader_id INTEGER NOT NULL REFERENCES reader (id) ON DELETE CASCADE,
    said TEXT NOT NULL,
    reported_at INTEGER NOT NULL,
    verdict TEXT,                          -- withdrawn or dismissed; NULL: nobody has decided
    UNIQUE (thread_id, reader_id)
);
CREATE INDEX report_reader ON report (reader_id, reported_at);
