-- Accounts, sessions and the security trail. Instants are milliseconds since the epoch, UTC.

CREATE TABLE commit_marker (value INTEGER NOT NULL) STRICT;
INSERT INTO commit_marker (value) VALUES (0);

CREATE TABLE role (
    name TEXT NOT NULL PRIMARY KEY,
    is_built_in INTEGER NOT NULL CHECK (is_built_in IN (0, 1))
) STRICT;

CREATE TABLE role_permission (
    role TEXT NOT NULL REFERENCES role (name) ON UPDATE CASCADE ON DELETE CASCADE,
    permission TEXT NOT NULL,
    PRIMARY KEY (role, permission)
) STRICT;

-- The level of each sensitive field; a field without a row is not seen.
CREATE TABLE role_field (
    role TEXT NOT NULL REFERENCES role (name) ON UPDATE CASCADE ON DELETE CASCADE,
    field TEXT NOT NULL,
    access TEXT NOT NULL CHECK (access IN ('none', 'masked', 'read', 'write')),
    PRIMARY KEY (role, field)
) STRICT;

-- one_time_until: the password is a one-time password and stops working then.
CREATE TABLE "user" (
    username TEXT NOT NULL PRIMARY KEY,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL REFERENCES role (name) ON UPDATE CASCADE ON DELETE RESTRICT,
    must_change_password INTEGER NOT NULL CHECK (must_change_password IN (0, 1)),
    is_disabled INTEGER NOT NULL CHECK (is_disabled IN (0, 1)),
    one_time_until INTEGER,
    created_at INTEGER NOT NULL,
    password_changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX user_by_role ON "user" (role);

-- token_hash: SHA-256 of the token, which is stored nowhere.
CREATE TABLE session (
    id TEXT NOT NULL PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    username TEXT NOT NULL REFERENCES "user" (username) ON UPDATE CASCADE ON DELETE CASCADE,
    client TEXT NOT NULL,
    client_version TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    peer TEXT NOT NULL
) STRICT;
CREATE INDEX session_by_user ON session (username, created_at);

-- Address blocks from which an account has logged in before (see LoginThrottle).
CREATE TABLE known_address (
    username TEXT NOT NULL REFERENCES "user" (username) ON UPDATE CASCADE ON DELETE CASCADE,
    block TEXT NOT NULL,
    last_seen_at INTEGER NOT NULL,
    PRIMARY KEY (username, block)
) STRICT;

-- Append-only and hash-chained; SecurityEventStore.h says what a hash covers. No foreign key: events
-- outlive their users.
CREATE TABLE security_event (
    seq INTEGER NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    username TEXT NOT NULL,
    peer TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous_hash BLOB NOT NULL CHECK (length(previous_hash) = 32),
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX security_event_by_user ON security_event (username, seq);

CREATE TRIGGER security_event_keeps_rows BEFORE DELETE ON security_event
BEGIN SELECT raise(ABORT, 'security_event is append-only'); END;

CREATE TRIGGER security_event_keeps_values BEFORE UPDATE ON security_event
BEGIN SELECT raise(ABORT, 'security_event is append-only'); END;

-- The end of the chain, so that cutting off the last events shows.
CREATE TABLE security_event_head (
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
INSERT INTO security_event_head (seq, hash) VALUES (0, zeroblob(32));
