-- What readers suggest, and who is not listened to. Times are UTC milliseconds since 1970.

CREATE TABLE suggestion (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    reader_id INTEGER REFERENCES reader (id) ON DELETE SET NULL,   -- NULL: whoever it was wants to be forgotten
    language TEXT,                         -- as their client gives it
    draft_id INTEGER,                      -- NULL: only a link, which could not be read
    link TEXT NOT NULL,
    suggested_at INTEGER NOT NULL,
    verdict TEXT                           -- published, taken up or declined; NULL: nobody has decided
);
CREATE INDEX suggestion_reader ON suggestion (reader_id, suggested_at);
CREATE INDEX suggestion_at ON suggestion (suggested_at);
CREATE INDEX suggestion_draft ON suggestion (draft_id) WHERE draft_id IS NOT NULL;

CREATE TABLE muted (
    reader_id INTEGER PRIMARY KEY REFERENCES reader (id) ON DELETE CASCADE,
    since INTEGER NOT NULL
);

-- A report outlives the reader who wants to be forgotten, without a word of theirs: else forgetting would be a way to
-- report without end.
ALTER TABLE report RENAME TO report_before;
CREATE TABLE report (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    thread_id INTEGER NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
    reader_id INTEGER REFERENCES reader (id) ON DELETE SET NULL,
    said TEXT NOT NULL,
    reported_at INTEGER NOT NULL,
    verdict TEXT,                          -- withdrawn or dismissed; NULL: nobody has decided
    UNIQUE (thread_id, reader_id)
);
INSERT INTO report SELECT id, thread_id, reader_id, said, reported_at, verdict FROM report_before;
DROP TABLE report_before;
CREATE INDEX report_reader ON report (reader_id, reported_at);
