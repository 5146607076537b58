-- Who hears of new stories, of which ones, and the ledger of what became of each. Times are UTC milliseconds since 1970.

-- A chat, or one topic of a forum. AUTOINCREMENT: the ledger outlives a subscriber, so an id is never given to another.
CREATE TABLE subscriber (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id INTEGER NOT NULL,
    topic_id INTEGER NOT NULL DEFAULT 0,   -- 0: none
    set_by INTEGER,                        -- who set it last; NULL: the chat itself
    language TEXT,                         -- as the client of who set it gives it
    wakes_at INTEGER,                      -- until then notifications are held; NULL: they come at once
    unreachable_since INTEGER,             -- NULL: can be written to
    UNIQUE (chat_id, topic_id)
);
CREATE INDEX subscriber_wakes ON subscriber (wakes_at) WHERE wakes_at IS NOT NULL;

CREATE TABLE subscription (
    kind TEXT NOT NULL,                    -- all, author, tag
    subject_id INTEGER NOT NULL,           -- the author's or tag's id, 0 for all
    subscriber_id INTEGER NOT NULL REFERENCES subscriber (id) ON DELETE CASCADE,
    since INTEGER NOT NULL,
    PRIMARY KEY (kind, subject_id, subscriber_id)
) WITHOUT ROWID;
CREATE INDEX subscription_of ON subscription (subscriber_id, since DESC);

-- What was just unsubscribed, so that it can be brought back.
CREATE TABLE unsubscribed (
    subscriber_id INTEGER NOT NULL REFERENCES subscriber (id) ON DELETE CASCADE,
    removed_at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (subscriber_id, kind, subject_id)
) WITHOUT ROWID;

-- Words and #tags: stories with one of them are not told of.
CREATE TABLE left_out (
    subscriber_id INTEGER NOT NULL REFERENCES subscriber (id) ON DELETE CASCADE,
    word TEXT NOT NULL,
    PRIMARY KEY (subscriber_id, word)
) WITHOUT ROWID;

-- Something to tell subscribers of; how far its rows are written, and how many rows stand where.
CREATE TABLE publication (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    thread_id INTEGER REFERENCES thread (id) ON DELETE CASCADE,  -- NULL: a digest of what was held
    state TEXT NOT NULL CHECK (state IN ('planning', 'sending', 'done', 'cancelled')),
    paused INTEGER NOT NULL DEFAULT 0,
    published_at INTEGER NOT NULL,
    finished_at INTEGER,
    cursor INTEGER NOT NULL DEFAULT 0,     -- subscribers up to this id have their row
    hears INTEGER NOT NULL,                -- how many subscribers there were for it when it was published
    waiting INTEGER NOT NULL DEFAULT 0,
    held INTEGER NOT NULL DEFAULT 0,
    sent INTEGER NOT NULL DEFAULT 0,
    unknown INTEGER NOT NULL DEFAULT 0,
    skipped INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    folded INTEGER NOT NULL DEFAULT 0      -- 1: its rows are gone, the counts stay
);
CREATE INDEX publication_thread ON publication (thread_id);
CREATE INDEX publication_open ON publication (id) WHERE state IN ('planning', 'sending');
CREATE INDEX publication_finished ON publication (finished_at) WHERE folded = 0 AND finished_at IS NOT NULL;

-- One row for each subscriber and publication. due_at is NULL once nothing more is to be done: the indexes hold only
-- what is still open, so that claiming costs the same however long the ledger grows.
CREATE TABLE delivery (
    publication_id INTEGER NOT NULL REFERENCES publication (id) ON DELETE CASCADE,
    subscriber_id INTEGER NOT NULL,
    state TEXT NOT NULL,                   -- planned, leased, unknown, held, sent, skipped, failed
    due_at INTEGER,                        -- when to send; of a leased row, when the lease ends
    tries INTEGER NOT NULL DEFAULT 0,      -- failures that were passing ones
    lost INTEGER NOT NULL DEFAULT 0,       -- answers that never came
    why TEXT,
    message_id INTEGER,
    PRIMARY KEY (publication_id, subscriber_id)
) WITHOUT ROWID;
CREATE INDEX delivery_due ON delivery (publication_id, due_at, subscriber_id) WHERE due_at IS NOT NULL;
CREATE INDEX delivery_open ON delivery (subscriber_id, publication_id) WHERE due_at IS NOT NULL;
CREATE INDEX delivery_held ON delivery (subscriber_id, publication_id) WHERE state = 'held';
