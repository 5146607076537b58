-- Messages that a publisher sends one after the other for one story. Times are UTC milliseconds since 1970.

CREATE TABLE collection (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL,
    asked INTEGER NOT NULL,                -- 1: begun by /add, so that every message belongs to it
    card_id INTEGER,                       -- the message of the bot that counts them
    last_at INTEGER NOT NULL               -- when the last message came
);
CREATE INDEX collection_person ON collection (person_id, id);

CREATE TABLE collected (
    collection_id INTEGER NOT NULL REFERENCES collection (id) ON DELETE CASCADE,
    message_id INTEGER NOT NULL,
    sent TEXT NOT NULL,                    -- JSON: the message as far as stories are read from it
    PRIMARY KEY (collection_id, message_id)
) WITHOUT ROWID;
