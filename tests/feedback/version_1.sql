-- A file as version 1 wrote it. It is never changed: whoever has one must be able to go on with it.
CREATE TABLE votes (id INTEGER PRIMARY KEY, day TEXT NOT NULL, answer_id TEXT NOT NULL, passage_id TEXT NOT NULL,
    snapshot TEXT NOT NULL, lang TEXT NOT NULL CHECK (lang IN ('zh', 'en')),
    vote TEXT NOT NULL CHECK (vote IN ('up', 'down')), reason TEXT NOT NULL) STRICT;
CREATE INDEX votes_by_day ON votes (day);
CREATE TABLE unanswered (id INTEGER PRIMARY KEY, day TEXT NOT NULL, lang TEXT NOT NULL CHECK (lang IN ('zh', 'en')),
    text TEXT NOT NULL, confidence REAL NOT NULL, passage_id TEXT NOT NULL, snapshot TEXT NOT NULL,
    secrets TEXT NOT NULL) STRICT;
CREATE INDEX unanswered_by_day ON unanswered (day);
INSERT INTO votes VALUES (1, '2026-11-22', '0123456789abcdef', 'fees/zh#high', 's', 'zh', 'down', '看不懂');
INSERT INTO unanswered VALUES (1, '2026-11-22', 'zh', '怎么烤面包', 0.1, 'fees/zh#high', 's', 'mnemonic');
PRAGMA user_version = 1;
