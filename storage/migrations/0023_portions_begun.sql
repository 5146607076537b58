-- Whether a portion has come: who then reads the story to its end on their own has had all of it.

ALTER TABLE portion ADD COLUMN begun INTEGER NOT NULL DEFAULT 0;
