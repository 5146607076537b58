-- When subscribers hear of stories: at once, daily or weekly, and at which hours not. Times of day are minutes after
-- midnight by their own clock.

-- No row: at once, at any hour, with a sound. A row is also there for whoever has a pace for one subscription.
CREATE TABLE rhythm (
    subscriber_id INTEGER PRIMARY KEY REFERENCES subscriber (id) ON DELETE CASCADE,
    pace INTEGER NOT NULL,                 -- 0: at once, 1: daily, 2: weekly
    minute INTEGER NOT NULL,               -- of the digests
    weekday INTEGER NOT NULL,              -- of the weekly digest, 0: Monday
    quiet_from INTEGER,                    -- NULL: no quiet hours
    quiet_until INTEGER,
    silent INTEGER NOT NULL                -- 1: without a sound
);

ALTER TABLE subscription ADD COLUMN pace INTEGER;      -- NULL: the subscriber's own
ALTER TABLE unsubscribed ADD COLUMN pace INTEGER;
ALTER TABLE delivery ADD COLUMN tell_at INTEGER;       -- of a held row: when it is to be told; NULL: with the next digest
ALTER TABLE subscriber ADD COLUMN tells_at INTEGER;    -- when something held is to be told; NULL: nothing is
CREATE INDEX subscriber_tells ON subscriber (tells_at) WHERE tells_at IS NOT NULL AND wakes_at IS NULL;

CREATE INDEX reader_zone ON reader (zone) WHERE zone IS NOT NULL;
