-- What admins did, and on what: written with the act itself, never a story's words. Times are UTC milliseconds since 1970.

CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    who INTEGER NOT NULL,                  -- Telegram's user id; 0: the command line
    act TEXT NOT NULL,
    noun TEXT NOT NULL,                    -- what was acted on: story, author, delivery, …
    noun_id INTEGER NOT NULL
);
CREATE INDEX audit_at ON audit (at);
