-- What Telegram calls the pictures and films it has been sent: an id is good for one bot only.
CREATE TABLE file (
    bot_id INTEGER NOT NULL,
    url TEXT NOT NULL,                 -- where the source has it
    kind TEXT NOT NULL,                -- photo, video, gif: an id can't be sent as another kind
    file_id TEXT NOT NULL,
    PRIMARY KEY (bot_id, url, kind)
) WITHOUT ROWID;
