/// Who may sign in: users, keys of programs, sessions of browsers.
let migration0008Access = #"""
  CREATE TABLE app_user (
    user_no int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text COLLATE "C" NOT NULL UNIQUE CHECK (name ~ '^[a-z0-9][a-z0-9._@-]{0,63}$'),
    role text NOT NULL CHECK (role IN ('admin', 'trader', 'analyst', 'viewer')),
    node text COLLATE "C" CHECK (node <> ''),
    password_hash text NOT NULL CHECK (password_hash LIKE '$argon2id$v=19$%'),
    must_change boolean NOT NULL,
    is_disabled boolean NOT NULL DEFAULT false,
    failed_attempts int NOT NULL DEFAULT 0 CHECK (failed_attempts >= 0),
    locked_until timestamptz,
    last_sign_in timestamptz,
    password_changed_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  );
  COMMENT ON TABLE app_user IS 'People who sign in with a password.';
  COMMENT ON COLUMN app_user.node IS 'The portfolio node that the user is confined to; null for the whole tree.';
  COMMENT ON COLUMN app_user.password_hash IS 'argon2id as a PHC string, with salt and parameters.';
  COMMENT ON COLUMN app_user.must_change IS 'Another person chose the password: the user may do nothing else before changing it.';
  COMMENT ON COLUMN app_user.failed_attempts IS 'Wrong passwords since the last right one, or since the last lock ended.';

  CREATE TABLE api_key (
    key_no int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key_id text COLLATE "C" NOT NULL UNIQUE CHECK (key_id ~ '^[0-9a-f]{16}$'),
    name text COLLATE "C" NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9._@-]{0,63}$'),
    secret_hash text COLLATE "C" NOT NULL CHECK (secret_hash ~ '^[0-9a-f]{64}$'),
    role text NOT NULL CHECK (role IN ('admin', 'trader', 'analyst', 'viewer')),
    node text COLLATE "C" CHECK (node <> ''),
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  );
  COMMENT ON TABLE api_key IS 'Keys with which programs sign in; rows stay when a key is revoked.';
  COMMENT ON COLUMN api_key.secret_hash IS 'SHA-256 of 256 random bits.';

  CREATE TABLE browser_session (
    token_hash text COLLATE "C" PRIMARY KEY CHECK (token_hash ~ '^[0-9a-f]{64}$'),
    user_no int NOT NULL REFERENCES app_user ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_seen timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
  );
  CREATE INDEX browser_session_user ON browser_session (user_no);
  COMMENT ON TABLE browser_session IS 'Browsers that are signed in.';
  COMMENT ON COLUMN browser_session.token_hash IS 'SHA-256 of the 256 random bits in the cookie.';
  COMMENT ON COLUMN browser_session.last_seen IS 'Within a minute of the last request.';
  """#
