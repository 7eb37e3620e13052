-- A day is YYYY-MM-DD. No time of day, no address, no session: nothing that shows two rows to be one person's.
CREATE TABLE votes (
    id INTEGER PRIMARY KEY,
    day TEXT NOT NULL,
    answer_id TEXT NOT NULL,
    passage_id TEXT NOT NULL,
    snapshot TEXT NOT NULL,
    lang TEXT NOT NULL CHECK (lang IN ('zh', 'en')),
    vote TEXT NOT NULL CHECK (vote IN ('up', 'down')),
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX votes_by_day ON votes (day);

CREATE TABLE unanswered (
    id INTEGER PRIMARY KEY,
    day TEXT NOT NULL,
    lang TEXT NOT NULL CHECK (lang IN ('zh', 'en')),
    text TEXT NOT NULL,
    confidence REAL NOT NULL,
    passage_id TEXT NOT NULL,
    snapshot TEXT NOT NULL,
    secrets TEXT NOT NULL
) STRICT;
CREATE INDEX unanswered_by_day ON unanswered (day);
