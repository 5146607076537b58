-- Authors and feeds whose new threads come in by themselves. Times are UTC milliseconds since 1970.

CREATE TABLE source (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    network TEXT NOT NULL,
    address TEXT NOT NULL,                 -- what stays when a handle changes
    host TEXT NOT NULL,                    -- the server that is asked
    name TEXT NOT NULL,
    link TEXT NOT NULL,
    since INTEGER NOT NULL,                -- what began before is left alone
    looked_at INTEGER,                     -- the last look that worked
    due INTEGER NOT NULL,                  -- the next look
    etag TEXT NOT NULL DEFAULT '',
    modified TEXT NOT NULL DEFAULT '',
    failures INTEGER NOT NULL DEFAULT 0,   -- looks that failed since
    trouble TEXT NOT NULL DEFAULT '',      -- why the last of them did
    UNIQUE (network, address)
);
CREATE INDEX source_due ON source (due);

CREATE TABLE source_thread (
    source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    mark TEXT NOT NULL,                    -- another one when the thread has grown
    grown_at INTEGER NOT NULL,             -- when its newest post was written, else first seen
    taken TEXT NOT NULL DEFAULT '',        -- the mark with which it came in, or was left alone
    PRIMARY KEY (source_id, key)
) WITHOUT ROWID;
