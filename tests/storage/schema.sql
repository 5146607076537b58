-- The schema after the last migration: the tests compare the two. Write here what a migration changes.

CREATE TABLE author (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    network TEXT NOT NULL,
    handle_key TEXT NOT NULL,
    handle TEXT NOT NULL,
    name TEXT NOT NULL,
    bio TEXT NOT NULL,
    avatar_url TEXT,
    url TEXT
, stories INTEGER NOT NULL DEFAULT 0, protected INTEGER NOT NULL DEFAULT 0, opted_out_at INTEGER);

CREATE INDEX author_handle ON author (handle_key);

CREATE TABLE thread (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    author_id INTEGER NOT NULL REFERENCES author (id),
    status TEXT NOT NULL CHECK (status IN ('draft', 'published', 'withdrawn')),
    source TEXT NOT NULL,
    source_id TEXT,
    own_id TEXT,
    source_url TEXT,
    source_key TEXT,
    content_key TEXT NOT NULL,
    title TEXT NOT NULL,
    headline TEXT NOT NULL,
    written INTEGER,
    written_precision TEXT,
    lang TEXT,
    declared_count INTEGER,
    review TEXT NOT NULL,
    protected INTEGER NOT NULL,
    tweet_count INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    next_number INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    imported_at INTEGER NOT NULL,
    published_at INTEGER
, language TEXT, begun INTEGER NOT NULL DEFAULT 0, finished INTEGER NOT NULL DEFAULT 0,
    wished INTEGER NOT NULL DEFAULT 0, marked INTEGER);

CREATE UNIQUE INDEX thread_source_key ON thread (source_key) WHERE status <> 'draft';

CREATE INDEX thread_draft_key ON thread (source_key) WHERE status = 'draft';

CREATE INDEX thread_own_id ON thread (own_id) WHERE own_id IS NOT NULL;

CREATE INDEX thread_content_key ON thread (content_key);

CREATE INDEX thread_newest ON thread (published_at DESC, id DESC) WHERE status = 'published';

CREATE INDEX thread_author ON thread (author_id, published_at DESC, id DESC) WHERE status = 'published';

CREATE TABLE tweet (
    thread_id INTEGER NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    extra TEXT NOT NULL,
    PRIMARY KEY (thread_id, number)
) WITHOUT ROWID;

CREATE TABLE tag (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL
, near TEXT NOT NULL DEFAULT '', stories INTEGER NOT NULL DEFAULT 0);

CREATE TABLE thread_tag (
    tag_id INTEGER NOT NULL REFERENCES tag (id),
    thread_id INTEGER NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
    rank INTEGER NOT NULL, begun INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (tag_id, thread_id DESC)
) WITHOUT ROWID;

CREATE INDEX thread_tag_thread ON thread_tag (thread_id, rank);

CREATE TABLE reader (
    id INTEGER PRIMARY KEY,
    started_at INTEGER NOT NULL,
    plain INTEGER NOT NULL DEFAULT 0
, language TEXT, zone TEXT, grown INTEGER NOT NULL DEFAULT 1, client TEXT);

CREATE TABLE progress (
    reader_id INTEGER NOT NULL REFERENCES reader (id) ON DELETE CASCADE,
    thread_id INTEGER NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    page INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    open INTEGER NOT NULL,
    finished_next INTEGER, steps INTEGER NOT NULL DEFAULT 1, ends INTEGER NOT NULL DEFAULT 0, muted INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (reader_id, thread_id)
) WITHOUT ROWID;

CREATE INDEX progress_recent ON progress (reader_id, seen_at DESC);

CREATE INDEX progress_thread ON progress (thread_id);

CREATE TABLE saved (
    reader_id INTEGER NOT NULL REFERENCES reader (id) ON DELETE CASCADE,
    thread_id INTEGER NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (reader_id, thread_id)
) WITHOUT ROWID;

CREATE INDEX saved_recent ON saved (reader_id, saved_at DESC);

CREATE INDEX saved_thread ON saved (thread_id);

CREATE TABLE file (
    bot_id INTEGER NOT NULL,
    url TEXT NOT NULL,
    kind TEXT NOT NULL,
    file_id TEXT NOT NULL,
    PRIMARY KEY (bot_id, url, kind)
) WITHOUT ROWID;

CREATE VIRTUAL TABLE story_word USING fts5 (words, content='', tokenize='ascii', prefix='2 3');

CREATE VIRTUAL TABLE vocabulary USING fts5vocab (story_word, row);

CREATE TABLE indexed (version TEXT NOT NULL, up_to INTEGER NOT NULL);

CREATE INDEX thread_finished ON thread (finished DESC, published_at DESC, id DESC) WHERE status = 'published';

CREATE INDEX thread_short ON thread (published_at DESC, id DESC) WHERE status = 'published' AND minutes <= 2;

CREATE INDEX thread_tag_read ON thread_tag (tag_id, begun DESC, thread_id DESC);

CREATE INDEX tag_used ON tag (stories DESC, key);

CREATE INDEX tag_near ON tag (near);

CREATE INDEX author_used ON author (stories DESC, key);

CREATE TABLE query (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    text TEXT NOT NULL UNIQUE
);

CREATE TABLE made (
    bot_id INTEGER NOT NULL,
    thread_id INTEGER NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
    what TEXT NOT NULL,
    language TEXT NOT NULL,
    revision INTEGER NOT NULL,
    file_ids TEXT NOT NULL,
    until INTEGER,
    PRIMARY KEY (bot_id, thread_id, what, language)
) WITHOUT ROWID;

CREATE TABLE share (
    way TEXT PRIMARY KEY,
    total INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE subscriber (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id INTEGER NOT NULL,
    topic_id INTEGER NOT NULL DEFAULT 0,
    set_by INTEGER,
    language TEXT,
    wakes_at INTEGER,
    unreachable_since INTEGER, title TEXT, topic_title TEXT, channel INTEGER NOT NULL DEFAULT 0, barrier TEXT, tells_at INTEGER, missed_since INTEGER,
    UNIQUE (chat_id, topic_id)
);

CREATE INDEX subscriber_wakes ON subscriber (wakes_at) WHERE wakes_at IS NOT NULL;

CREATE TABLE subscription (
    kind TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    subscriber_id INTEGER NOT NULL REFERENCES subscriber (id) ON DELETE CASCADE,
    since INTEGER NOT NULL, pace INTEGER,
    PRIMARY KEY (kind, subject_id, subscriber_id)
) WITHOUT ROWID;

CREATE INDEX subscription_of ON subscription (subscriber_id, since DESC);

CREATE TABLE unsubscribed (
    subscriber_id INTEGER NOT NULL REFERENCES subscriber (id) ON DELETE CASCADE,
    removed_at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    since INTEGER NOT NULL, pace INTEGER,
    PRIMARY KEY (subscriber_id, kind, subject_id)
) WITHOUT ROWID;

CREATE TABLE left_out (
    subscriber_id INTEGER NOT NULL REFERENCES subscriber (id) ON DELETE CASCADE,
    word TEXT NOT NULL,
    PRIMARY KEY (subscriber_id, word)
) WITHOUT ROWID;

CREATE TABLE publication (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    thread_id INTEGER REFERENCES thread (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('planning', 'sending', 'done', 'cancelled')),
    paused INTEGER NOT NULL DEFAULT 0,
    published_at INTEGER NOT NULL,
    finished_at INTEGER,
    cursor INTEGER NOT NULL DEFAULT 0,
    hears INTEGER NOT NULL,
    waiting INTEGER NOT NULL DEFAULT 0,
    held INTEGER NOT NULL DEFAULT 0,
    sent INTEGER NOT NULL DEFAULT 0,
    unknown INTEGER NOT NULL DEFAULT 0,
    skipped INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    folded INTEGER NOT NULL DEFAULT 0
, kind TEXT NOT NULL DEFAULT 'new', first_new INTEGER, up_to INTEGER NOT NULL DEFAULT 0, finisher_cursor INTEGER NOT NULL DEFAULT 0);

CREATE INDEX publication_thread ON publication (thread_id);

CREATE INDEX publication_open ON publication (id) WHERE state IN ('planning', 'sending');

CREATE INDEX publication_finished ON publication (finished_at) WHERE folded = 0 AND finished_at IS NOT NULL;

CREATE TABLE delivery (
    publication_id INTEGER NOT NULL REFERENCES publication (id) ON DELETE CASCADE,
    subscriber_id INTEGER NOT NULL,
    state TEXT NOT NULL,
    due_at INTEGER,
    tries INTEGER NOT NULL DEFAULT 0,
    lost INTEGER NOT NULL DEFAULT 0,
    why TEXT,
    message_id INTEGER, up_to INTEGER, tell_at INTEGER,
    PRIMARY KEY (publication_id, subscriber_id)
) WITHOUT ROWID;

CREATE INDEX delivery_due ON delivery (publication_id, due_at, subscriber_id) WHERE due_at IS NOT NULL;

CREATE INDEX delivery_open ON delivery (subscriber_id, publication_id) WHERE due_at IS NOT NULL;

CREATE INDEX delivery_held ON delivery (subscriber_id, publication_id) WHERE state = 'held';

CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    who INTEGER NOT NULL,
    act TEXT NOT NULL,
    noun TEXT NOT NULL,
    noun_id INTEGER NOT NULL
);

CREATE INDEX audit_at ON audit (at);

CREATE TABLE content (
    hash TEXT PRIMARY KEY,
    type TEXT NOT NULL,
    size INTEGER NOT NULL,
    width INTEGER,
    height INTEGER
) WITHOUT ROWID;

CREATE TABLE medium (
    url TEXT PRIMARY KEY,
    hash TEXT REFERENCES content (hash),
    why TEXT,
    checked_at INTEGER,
    tries INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER,
    unnamed_at INTEGER
) WITHOUT ROWID;

CREATE INDEX medium_due ON medium (due_at) WHERE due_at IS NOT NULL;

CREATE INDEX medium_hash ON medium (hash) WHERE hash IS NOT NULL;

CREATE INDEX medium_unnamed ON medium (unnamed_at) WHERE unnamed_at IS NOT NULL;

CREATE TABLE thread_medium (
    thread_id INTEGER NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    PRIMARY KEY (thread_id, url)
) WITHOUT ROWID;

CREATE INDEX thread_medium_url ON thread_medium (url);

CREATE TABLE offer (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL,
    sent TEXT NOT NULL,
    sent_at INTEGER NOT NULL
);

CREATE INDEX offer_sent ON offer (sent_at);

CREATE TABLE awaited (
    person_id INTEGER PRIMARY KEY,
    what TEXT NOT NULL,
    thread_id INTEGER NOT NULL DEFAULT 0,
    number INTEGER NOT NULL DEFAULT 0,
    revision INTEGER NOT NULL DEFAULT 0,
    asked_at INTEGER NOT NULL
);

CREATE TABLE deed (
    draft_id INTEGER PRIMARY KEY,
    done TEXT NOT NULL CHECK (done IN ('published', 'updated', 'discarded')),
    thread_id INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    earlier TEXT,
    earlier_status TEXT NOT NULL,
    hears INTEGER NOT NULL,
    until INTEGER NOT NULL
);

CREATE INDEX deed_until ON deed (until) WHERE earlier IS NOT NULL;

CREATE INDEX thread_draft_author ON thread (author_id) WHERE status = 'draft';

CREATE INDEX author_opted_out ON author (handle_key) WHERE opted_out_at IS NOT NULL;

CREATE TABLE managed (
    admin_id INTEGER NOT NULL,
    subscriber_id INTEGER NOT NULL REFERENCES subscriber (id) ON DELETE CASCADE,
    PRIMARY KEY (admin_id, subscriber_id)
) WITHOUT ROWID;

CREATE INDEX managed_subscriber ON managed (subscriber_id);

CREATE TABLE collection (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL,
    asked INTEGER NOT NULL,
    card_id INTEGER,
    last_at INTEGER NOT NULL
);

CREATE INDEX collection_person ON collection (person_id, id);

CREATE TABLE collected (
    collection_id INTEGER NOT NULL REFERENCES collection (id) ON DELETE CASCADE,
    message_id INTEGER NOT NULL,
    sent TEXT NOT NULL,
    PRIMARY KEY (collection_id, message_id)
) WITHOUT ROWID;

CREATE TABLE suggestion (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    reader_id INTEGER REFERENCES reader (id) ON DELETE SET NULL,
    language TEXT,
    draft_id INTEGER,
    link TEXT NOT NULL,
    suggested_at INTEGER NOT NULL,
    verdict TEXT
);

CREATE INDEX suggestion_reader ON suggestion (reader_id, suggested_at);

CREATE INDEX suggestion_at ON suggestion (suggested_at);

CREATE INDEX suggestion_draft ON suggestion (draft_id) WHERE draft_id IS NOT NULL;

CREATE TABLE muted (
    reader_id INTEGER PRIMARY KEY REFERENCES reader (id) ON DELETE CASCADE,
    since INTEGER NOT NULL
);

CREATE TABLE report (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    thread_id INTEGER NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
    reader_id INTEGER REFERENCES reader (id) ON DELETE SET NULL,
    said TEXT NOT NULL,
    reported_at INTEGER NOT NULL,
    verdict TEXT,
    UNIQUE (thread_id, reader_id)
);

CREATE INDEX report_reader ON report (reader_id, reported_at);

CREATE TABLE rhythm (
    subscriber_id INTEGER PRIMARY KEY REFERENCES subscriber (id) ON DELETE CASCADE,
    pace INTEGER NOT NULL,
    minute INTEGER NOT NULL,
    weekday INTEGER NOT NULL,
    quiet_from INTEGER,
    quiet_until INTEGER,
    silent INTEGER NOT NULL
);

CREATE INDEX subscriber_tells ON subscriber (tells_at) WHERE tells_at IS NOT NULL AND wakes_at IS NULL;

CREATE INDEX reader_zone ON reader (zone) WHERE zone IS NOT NULL;

CREATE TABLE change (
    thread_id INTEGER NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    what TEXT NOT NULL,
    number INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (thread_id, revision)
) WITHOUT ROWID;

CREATE INDEX subscriber_missed ON subscriber (missed_since) WHERE missed_since IS NOT NULL AND unreachable_since IS NULL;

CREATE INDEX publication_published ON publication (published_at) WHERE thread_id IS NOT NULL;

CREATE TABLE source (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    network TEXT NOT NULL,
    address TEXT NOT NULL,
    host TEXT NOT NULL,
    name TEXT NOT NULL,
    link TEXT NOT NULL,
    since INTEGER NOT NULL,
    looked_at INTEGER,
    due INTEGER NOT NULL,
    etag TEXT NOT NULL DEFAULT '',
    modified TEXT NOT NULL DEFAULT '',
    failures INTEGER NOT NULL DEFAULT 0,
    trouble TEXT NOT NULL DEFAULT '',
    UNIQUE (network, address)
);

CREATE INDEX source_due ON source (due);

CREATE TABLE source_thread (
    source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    mark TEXT NOT NULL,
    grown_at INTEGER NOT NULL,
    taken TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (source_id, key)
) WITHOUT ROWID;

CREATE TABLE schedule (
    draft_id INTEGER PRIMARY KEY REFERENCES thread (id) ON DELETE CASCADE,
    due_at INTEGER NOT NULL,
    person_id INTEGER NOT NULL
);

CREATE INDEX schedule_due ON schedule (due_at);

CREATE TABLE portion (
    reader_id INTEGER NOT NULL REFERENCES reader (id) ON DELETE CASCADE,
    thread_id INTEGER NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
    tweets INTEGER NOT NULL,
    minute INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    publication_id INTEGER, begun INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (reader_id, thread_id)
) WITHOUT ROWID;

CREATE INDEX portion_next ON portion (next_at);

CREATE INDEX portion_thread ON portion (thread_id);

PRAGMA user_version = 23;
