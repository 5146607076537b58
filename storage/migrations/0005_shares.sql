-- What was made of stories and sent, and how often stories were handed on: totals only, never who.

CREATE TABLE made (
    bot_id INTEGER NOT NULL,           -- an id is good for one bot only
    thread_id INTEGER NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
    what TEXT NOT NULL,                -- the kind of file or picture, and of which tweet
    language TEXT NOT NULL,
    revision INTEGER NOT NULL,         -- of the story: what was made of another one is not sent again
    file_ids TEXT NOT NULL,            -- JSON list
    until INTEGER,                     -- UTC seconds; NULL is for good
    PRIMARY KEY (bot_id, thread_id, what, language)
) WITHOUT ROWID;

CREATE TABLE share (
    way TEXT PRIMARY KEY,
    total INTEGER NOT NULL
) WITHOUT ROWID;
