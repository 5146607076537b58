-- Finding stories: their words, how often each tag and author is used, how much each story is read.

-- One row a published story. The index keeps no text of its own: what it was given is made anew to take it out.
CREATE VIRTUAL TABLE story_word USING fts5 (words, content='', tokenize='ascii', prefix='2 3');
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (story_word, row);
-- How far the index has come, and by which rules: stories of greater ids are not in it yet.
CREATE TABLE indexed (version TEXT NOT NULL, up_to INTEGER NOT NULL);

ALTER TABLE thread ADD COLUMN language TEXT;
ALTER TABLE thread ADD COLUMN begun INTEGER NOT NULL DEFAULT 0;
ALTER TABLE thread ADD COLUMN finished INTEGER NOT NULL DEFAULT 0;
CREATE INDEX thread_finished ON thread (finished DESC, published_at DESC, id DESC) WHERE status = 'published';
CREATE INDEX thread_short ON thread (published_at DESC, id DESC) WHERE status = 'published' AND minutes <= 2;

ALTER TABLE thread_tag ADD COLUMN begun INTEGER NOT NULL DEFAULT 0;
CREATE INDEX thread_tag_read ON thread_tag (tag_id, begun DESC, thread_id DESC);

-- near: the key without accents, by which spellings that look alike are offered for one another.
ALTER TABLE tag ADD COLUMN near TEXT NOT NULL DEFAULT '';
ALTER TABLE tag ADD COLUMN stories INTEGER NOT NULL DEFAULT 0;
CREATE INDEX tag_used ON tag (stories DESC, key);
CREATE INDEX tag_near ON tag (near);

ALTER TABLE author ADD COLUMN stories INTEGER NOT NULL DEFAULT 0;
CREATE INDEX author_used ON author (stories DESC, key);

-- How often this reader was at a frame of the story, and at its last: the first of each counts for the story.
ALTER TABLE progress ADD COLUMN steps INTEGER NOT NULL DEFAULT 1;
ALTER TABLE progress ADD COLUMN ends INTEGER NOT NULL DEFAULT 0;

-- What was looked for, by nobody in particular: the buttons below the results name it.
CREATE TABLE query (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    text TEXT NOT NULL UNIQUE
);
