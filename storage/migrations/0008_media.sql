-- Pictures and films that are kept: the file lies in DATA_DIR/media under its hash, once, however many addresses have it.
CREATE TABLE content (
    hash TEXT PRIMARY KEY,             -- SHA-256 of the bytes, in hexadecimal
    type TEXT NOT NULL,                -- jpg, png, webp, gif, mp4, webm: by the bytes
    size INTEGER NOT NULL,             -- bytes
    width INTEGER,                     -- pixels; NULL: a film that does not tell
    height INTEGER
) WITHOUT ROWID;

-- What is known of an address. due_at is NULL when nothing is to be fetched (any more).
CREATE TABLE medium (
    url TEXT PRIMARY KEY,
    hash TEXT REFERENCES content (hash),  -- NULL: not kept
    why TEXT,                          -- why not: refused, gone, full, trouble
    checked_at INTEGER,                -- when it was fetched, or last tried
    tries INTEGER NOT NULL DEFAULT 0,  -- that failed
    due_at INTEGER,                    -- when to fetch it (again)
    unnamed_at INTEGER                 -- since when no story names it
) WITHOUT ROWID;
CREATE INDEX medium_due ON medium (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX medium_hash ON medium (hash) WHERE hash IS NOT NULL;
CREATE INDEX medium_unnamed ON medium (unnamed_at) WHERE unnamed_at IS NOT NULL;

-- Which addresses a story names: its pictures and films, their previews, its author's picture.
CREATE TABLE thread_medium (
    thread_id INTEGER NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    PRIMARY KEY (thread_id, url)
) WITHOUT ROWID;
CREATE INDEX thread_medium_url ON thread_medium (url);

INSERT INTO thread_medium (thread_id, url)
SELECT t.thread_id, json_extract(m.value, '$.url') FROM tweet t, json_each(t.extra, '$.media') m
WHERE json_extract(m.value, '$.url') IS NOT NULL
UNION
SELECT t.thread_id, json_extract(m.value, '$.preview_url') FROM tweet t, json_each(t.extra, '$.media') m
WHERE json_extract(m.value, '$.preview_url') IS NOT NULL
UNION
SELECT t.id, a.avatar_url FROM thread t JOIN author a ON a.id = t.author_id WHERE a.avatar_url IS NOT NULL;

INSERT INTO medium (url, due_at) SELECT DISTINCT url, 0 FROM thread_medium WHERE url LIKE 'http%';
