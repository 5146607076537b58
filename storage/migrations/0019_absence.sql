-- Of somebody who could not be reached: since when; once they can be again it is looked up what they missed.

ALTER TABLE subscriber ADD COLUMN missed_since INTEGER;
UPDATE subscriber SET missed_since = unreachable_since WHERE chat_id > 0;
CREATE INDEX subscriber_missed ON subscriber (missed_since) WHERE missed_since IS NOT NULL AND unreachable_since IS NULL;
CREATE INDEX publication_published ON publication (published_at) WHERE thread_id IS NOT NULL;
