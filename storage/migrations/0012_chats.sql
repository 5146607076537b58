-- Groups, channels and topics of forums: what they are called, why one of them rests, and which admins set what they hear.

ALTER TABLE subscriber ADD COLUMN title TEXT;                          -- of a group or channel, as it was last seen
ALTER TABLE subscriber ADD COLUMN topic_title TEXT;                    -- of a topic, where it is known
ALTER TABLE subscriber ADD COLUMN channel INTEGER NOT NULL DEFAULT 0;  -- 1: a channel, where nobody presses for themselves
ALTER TABLE subscriber ADD COLUMN barrier TEXT;                        -- why it takes nothing: closed, deleted, rights

CREATE TABLE managed (
    admin_id INTEGER NOT NULL,
    subscriber_id INTEGER NOT NULL REFERENCES subscriber (id) ON DELETE CASCADE,
    PRIMARY KEY (admin_id, subscriber_id)
) WITHOUT ROWID;
CREATE INDEX managed_subscriber ON managed (subscriber_id);
