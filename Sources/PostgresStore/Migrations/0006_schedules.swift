/// Schedules that make runs, and what a look at the queue needs.
let migration0006Schedules = #"""
  CREATE TABLE schedule (
    schedule_no int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text COLLATE "C" NOT NULL UNIQUE CHECK (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$'),
    cron text NOT NULL,
    time_zone text NOT NULL,
    calendars text[] NOT NULL,
    catch_up text NOT NULL CHECK (catch_up IN ('NONE', 'LAST')),
    template text NOT NULL,
    is_paused boolean NOT NULL DEFAULT false,
    next_fire timestamptz,
    last_fire timestamptz,
    last_outcome text CHECK (last_outcome IN ('RUN', 'FAILED', 'MISSED')),
    failures bigint NOT NULL DEFAULT 0 CHECK (failures >= 0),
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX schedule_due ON schedule (next_fire) WHERE NOT is_paused;
  COMMENT ON TABLE schedule IS 'When runs are made by the clock, and of what.';
  COMMENT ON COLUMN schedule.template IS 'Canonical JSON of the run to make; snapshots it leaves out are the ones stored last.';
  COMMENT ON COLUMN schedule.next_fire IS 'Whoever makes this firing''s run locks the row and moves it on; null for never again.';
  COMMENT ON COLUMN schedule.failures IS 'Firings by the clock that made no run, ever.';

  CREATE TABLE schedule_firing (
    schedule_no int NOT NULL REFERENCES schedule ON DELETE CASCADE,
    fire_time timestamptz NOT NULL,
    missed_from timestamptz CHECK (missed_from <= fire_time),
    is_manual boolean NOT NULL,
    fired_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    outcome text NOT NULL CHECK (outcome IN ('RUN', 'FAILED', 'MISSED')),
    run_no int REFERENCES run,
    error text,
    PRIMARY KEY (schedule_no, is_manual, fire_time),
    CHECK ((outcome = 'RUN') = (run_no IS NOT NULL)),
    CHECK ((outcome = 'RUN') = (error IS NULL))
  );
  CREATE INDEX schedule_firing_run ON schedule_firing (run_no);
  COMMENT ON TABLE schedule_firing IS 'Every firing once, with its run or why there is none; kept as long as the schedule.';
  COMMENT ON COLUMN schedule_firing.missed_from IS 'The first of the firings that were left out before this one, if any.';
  COMMENT ON COLUMN schedule_firing.is_manual IS 'Asked for by a person, at fire_time.';

  -- Attempts are added in the order of their end, so a range of times is a range of pages.
  CREATE INDEX run_task_attempt_ended_at ON run_task_attempt USING brin (ended_at) WITH (pages_per_range = 16, autosummarize);
  """#
