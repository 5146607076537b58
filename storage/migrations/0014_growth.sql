-- Stories that grow: those who follow them and those who read them to their end are told of the new tweets.

-- kind: new, growth, digest. first_new: of a growth, the least number of its new tweets. up_to: the numbers of all the
-- story's tweets were less than this. finisher_cursor: of a growth, readers up to this id have their row.
ALTER TABLE publication ADD COLUMN kind TEXT NOT NULL DEFAULT 'new';
ALTER TABLE publication ADD COLUMN first_new INTEGER;
ALTER TABLE publication ADD COLUMN up_to INTEGER NOT NULL DEFAULT 0;
ALTER TABLE publication ADD COLUMN finisher_cursor INTEGER NOT NULL DEFAULT 0;
UPDATE publication SET kind = 'digest' WHERE thread_id IS NULL;

-- Of a sent row: the story as it was told had tweets with numbers less than this.
ALTER TABLE delivery ADD COLUMN up_to INTEGER;

-- muted: told of no new tweets of this story for having finished it; grown: the same for every story.
ALTER TABLE progress ADD COLUMN muted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reader ADD COLUMN grown INTEGER NOT NULL DEFAULT 1;
-- The language code of their Telegram client when they last opened the bot.
ALTER TABLE reader ADD COLUMN client TEXT;
