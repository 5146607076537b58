-- Bringing stories in from the chat. Times are UTC milliseconds since 1970.

-- What somebody sent, and was asked what to do with it: buttons name it by its id. Dropped after some days.
CREATE TABLE offer (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL,
    sent TEXT NOT NULL,                    -- JSON: the message as far as stories are read from it
    sent_at INTEGER NOT NULL
);
CREATE INDEX offer_sent ON offer (sent_at);

-- What the next message of a person is taken for.
CREATE TABLE awaited (
    person_id INTEGER PRIMARY KEY,
    what TEXT NOT NULL,
    thread_id INTEGER NOT NULL DEFAULT 0,  -- the story it is for; 0: a new one
    number INTEGER NOT NULL DEFAULT 0,     -- the tweet it is for; 0: the whole
    revision INTEGER NOT NULL DEFAULT 0,   -- of the story when it was asked for
    asked_at INTEGER NOT NULL
);

-- What became of drafts in the chat, and what is needed to take it back. `earlier` is emptied when that time is over.
CREATE TABLE deed (
    draft_id INTEGER PRIMARY KEY,
    done TEXT NOT NULL CHECK (done IN ('published', 'updated', 'discarded')),
    thread_id INTEGER NOT NULL,            -- the story that the draft became
    revision INTEGER NOT NULL,             -- of that story, after it
    earlier TEXT,                          -- JSON: the version before, or the draft that was discarded
    earlier_status TEXT NOT NULL,
    hears INTEGER NOT NULL,
    until INTEGER NOT NULL                 -- when it can be taken back no more
);
CREATE INDEX deed_until ON deed (until) WHERE earlier IS NOT NULL;
