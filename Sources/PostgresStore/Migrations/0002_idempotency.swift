/// Keys under which clients ask for a run exactly once.
let migration0002Idempotency = #"""
  CREATE TABLE run_idempotency (
    key_hash text COLLATE "C" PRIMARY KEY CHECK (key_hash ~ '^[0-9a-f]{64}$'),
    fingerprint text COLLATE "C" NOT NULL CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
    run_no int NOT NULL REFERENCES run,
    created_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX run_idempotency_run ON run_idempotency (run_no);
  COMMENT ON TABLE run_idempotency IS 'The run that was made for each idempotency key; kept as long as the run.';
  COMMENT ON COLUMN run_idempotency.key_hash IS 'SHA-256 of the key as the client sent it.';
  COMMENT ON COLUMN run_idempotency.fingerprint IS 'SHA-256 of the request that the key was first sent with.';
  """#
