-- When drafts go out by themselves. Times are UTC milliseconds since 1970.
CREATE TABLE schedule (
    draft_id INTEGER PRIMARY KEY REFERENCES thread (id) ON DELETE CASCADE,
    due_at INTEGER NOT NULL,
    person_id INTEGER NOT NULL             -- the admin who has set it
);
CREATE INDEX schedule_due ON schedule (due_at);
