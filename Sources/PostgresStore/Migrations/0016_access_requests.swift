/// Keys under which clients ask for a user or a key exactly once.
let migration0016AccessRequests = #"""
  CREATE TABLE access_idempotency (
    key_hash text COLLATE "C" PRIMARY KEY CHECK (key_hash ~ '^[0-9a-f]{64}$'),
    fingerprint text COLLATE "C" NOT NULL CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
    object_id text COLLATE "C" NOT NULL CHECK (object_id <> ''),
    created_at timestamptz NOT NULL DEFAULT now()
  );
  COMMENT ON TABLE access_idempotency IS 'The user or key that was made for each idempotency key.';
  COMMENT ON COLUMN access_idempotency.key_hash IS 'SHA-256 of the kind of object and the key as the client sent it.';
  COMMENT ON COLUMN access_idempotency.fingerprint IS 'SHA-256 of the request that the key was first sent with.';
  COMMENT ON COLUMN access_idempotency.object_id IS 'The name of the user, or the public part of the key.';
  """#
