-- What authors decide of their stories, and what admins decide for them.

ALTER TABLE author ADD COLUMN protected INTEGER NOT NULL DEFAULT 0;  -- 1: none of their stories is to be passed on
ALTER TABLE author ADD COLUMN opted_out_at INTEGER;                  -- milliseconds; NULL: their stories are welcome
CREATE INDEX thread_draft_author ON thread (author_id) WHERE status = 'draft';
CREATE INDEX author_opted_out ON author (handle_key) WHERE opted_out_at IS NOT NULL;

-- `protected` is what counts: what was marked here, else what the author's mark and the source say.
ALTER TABLE thread ADD COLUMN wished INTEGER NOT NULL DEFAULT 0;     -- 1: its source says that it is not to be passed on
ALTER TABLE thread ADD COLUMN marked INTEGER;                        -- 1: not to be passed on, 0: it may be; NULL: not marked
UPDATE thread SET wished = 1 WHERE protected = 1;
