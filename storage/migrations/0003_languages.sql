-- The language of the interface that a reader chose; NULL leaves it to their Telegram client.

ALTER TABLE reader ADD COLUMN language TEXT;
