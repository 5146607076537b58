-- The time zone of a reader: a name of the tz database, or an offset such as UTC+03:30; NULL: none chosen, as UTC.

ALTER TABLE reader ADD COLUMN zone TEXT;
