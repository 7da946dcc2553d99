-- Employee records, their history, and what makes retries safe.
-- Times are UTC milliseconds since the epoch, dates ISO 8601 text, money minor units.
-- *_key is the fold key of its field; ssn is sealed and ssn_index its blind index (server/KEYS.md).

CREATE TABLE employee (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    first_name TEXT,
    first_name_key TEXT,
    last_name TEXT,
    last_name_key TEXT,
    ssn BLOB,
    ssn_index BLOB,
    date_of_birth TEXT,
    salary INTEGER,
    department TEXT,
    department_key TEXT,
    job_title TEXT,
    job_title_key TEXT,
    email TEXT,
    email_key TEXT,
    hired_on TEXT,
    left_on TEXT,
    unfit BLOB,
    updated_at INTEGER NOT NULL,
    updated_by TEXT NOT NULL,
    deleted_at INTEGER
) STRICT;

-- Each also ends with the id, which breaks ties. None holds deleted_at for all records: the planner would
-- take it for every list and then sort.
CREATE INDEX employee_live ON employee (id) WHERE deleted_at IS NULL;
CREATE INDEX employee_deleted ON employee (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX employee_first_name ON employee (first_name_key) WHERE deleted_at IS NULL;
CREATE INDEX employee_last_name ON employee (last_name_key) WHERE deleted_at IS NULL;
CREATE INDEX employee_ssn ON employee (ssn_index);
CREATE INDEX employee_date_of_birth ON employee (date_of_birth) WHERE deleted_at IS NULL;
CREATE INDEX employee_salary ON employee (salary) WHERE deleted_at IS NULL;
CREATE INDEX employee_department ON employee (department_key) WHERE deleted_at IS NULL;
CREATE INDEX employee_job_title ON employee (job_title_key) WHERE deleted_at IS NULL;
CREATE INDEX employee_email ON employee (email_key) WHERE deleted_at IS NULL;
CREATE INDEX employee_hired_on ON employee (hired_on) WHERE deleted_at IS NULL;
CREATE INDEX employee_left_on ON employee (left_on) WHERE deleted_at IS NULL;

-- The words of the searched fields' keys, one table for live and one for deleted records. They are fed
-- as runs of letters and digits with blanks between, so the tokenizer has only blanks to find.
CREATE VIRTUAL TABLE employee_text USING fts5(words, content='', detail='none', columnsize=0, prefix='1 2 3 4', tokenize='ascii');
CREATE VIRTUAL TABLE employee_deleted_text USING fts5(words, content='', detail='none', columnsize=0, prefix='1 2 3 4', tokenize='ascii');

-- next_id: the id of the next record added without one; live, deleted: how many records there are.
CREATE TABLE employee_tally (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO employee_tally (name, value) VALUES ('next_id', 1), ('live', 0), ('deleted', 0);

-- Append-only. hash = SHA-256 over previous_hash and the row (ChangeStore says how).
CREATE TABLE employee_change (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    origin TEXT NOT NULL,
    action TEXT NOT NULL,
    employee_id INTEGER NOT NULL REFERENCES employee (id),
    version INTEGER NOT NULL,
    fields TEXT NOT NULL,
    previous_hash BLOB NOT NULL,
    hash BLOB NOT NULL
) STRICT;
CREATE INDEX employee_change_employee ON employee_change (employee_id, version);

-- The salts of the commitments and the sealed old and new values of sensitive fields, outside the hash.
CREATE TABLE employee_change_secret (
    seq INTEGER PRIMARY KEY REFERENCES employee_change (seq),
    sealed BLOB NOT NULL
) STRICT;

CREATE TABLE request_outcome (
    username TEXT NOT NULL,
    request_key TEXT NOT NULL,
    digest BLOB NOT NULL,
    sealed BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (username, request_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX request_outcome_at ON request_outcome (at);

CREATE TABLE commit_marker (
    value INTEGER NOT NULL
) STRICT;
INSERT INTO commit_marker (value) VALUES (0);
