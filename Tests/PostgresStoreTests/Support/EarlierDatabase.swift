import JSONDocuments

@testable import PostgresStore

/// A small database as programs of earlier schema versions left it, written out row by row: four bonds, the run `R1` that
/// has succeeded, and `R2`, of whose two price tasks one is done and one was with a worker that died.
struct EarlierDatabase {
  /// From 1; see `Migration.all`.
  let version: Int

  /// The key under which a client asked for `R1`, from version 2 on.
  static let key = "6ba7b810-9dad-11d1-80b4-00c04fd430c8"
  static let fingerprint = String(repeating: "ab", count: 32)

  /// Brings an empty database to `version` and fills it.
  func make(_ connection: PostgresConnection) throws {
    try Migrator(connection, migrations: Array(Migration.all.filter { $0.version <= version })).migrate()
    try connection.execute(Self.book + Self.runs)
    if version >= 2 {
      try connection.execute(
        """
        INSERT INTO run_idempotency (key_hash, fingerprint, run_no)
        VALUES ('\(ContentHash.sha256Hex(Self.key))', '\(Self.fingerprint)', 1)
        """)
    }
    try connection.execute(version >= 3 ? Self.queueFrom3 : Self.queueTo2)
  }

  private static let market = """
    {"adjustments":[],"built_at":"2023-04-01T00:00:00Z","curves":[],"discount_curves":{},"fx_base":"EUR","fx_rates":{"USD":1.0875},"schema_version":1,"source":"test","spread_curves":[],"valuation_date":"2023-03-31"}
    """
  private static let manifest = """
    {"as_of":"2023-03-31","position_count":4,"positions_sha256":"7b9f514fc1358f25e6555a882de5cd568d03278898566e4fb7155603a9cb80aa","schema_version":1}
    """
  private static let terms = """
    {"convention":"US_CORPORATE","coupon":0.0125,"currency":"USD","dated_date":"2022-08-12","end_of_month":false,"frequency":2,"instrument_id":"B1","maturity":"2044-08-12","name":"B1","product_type":"FIXED_BOND","redemption":100}
    """
  private static let scenarios = """
    [{"description":"","id":"BASE","shifts":[]},{"description":"","id":"UP","shifts":[{"rates":{"curves":[],"domain":"zero","shape":{"parallel":{"basis_points":100}}}}]},{"description":"","id":"DOWN","shifts":[{"rates":{"curves":[],"domain":"zero","shape":{"parallel":{"basis_points":-100}}}}]}]
    """

  private static func hash(_ text: String) -> String { "sha256:" + ContentHash.sha256Hex(text) }

  private static func request(buckets: Int) -> String {
    """
    {"bucket_count":\(buckets),"code_version":"0.1.0","market_snapshot_id":"\(hash(market))","model_configuration":{},"position_snapshot_id":"\(hash(manifest))","pricing":{"key_rate_tenors":["3M","1Y","5Y","10Y","30Y"],"measures":["PV","CASHFLOWS"],"reporting_currency":"USD"},"scenarios":\(scenarios),"schema_version":1}
    """
  }

  private static let book = """
    INSERT INTO portfolio (portfolio_id, name, node_type, parent_portfolio_id)
    VALUES ('FUND', 'FUND', 'FUND', NULL), ('FUND/RATES', 'RATES', 'SUB_FUND', 'FUND');
    INSERT INTO instrument (instrument_id, version_hash, product_type, currency, terms)
    VALUES ('B1', '\(ContentHash.sha256Hex(terms))', 'FIXED_BOND', 'USD', '\(terms)');
    INSERT INTO instrument_current (instrument_id, instrument_no) VALUES ('B1', 1);
    INSERT INTO marketdata_snapshot (snapshot_id, schema_version, valuation_date, source, payload, payload_hash)
    VALUES ('\(hash(market))', 1, '2023-03-31', 'test', '\(market)', '\(hash(market))');
    INSERT INTO position_snapshot (snapshot_id, schema_version, as_of, source, position_count, payload, payload_hash)
    VALUES ('\(hash(manifest))', 1, '2023-03-31', 'test', 4, '\(manifest)', '\(hash(manifest))');
    CREATE TABLE position_1 (LIKE position INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE);
    INSERT INTO position_1 (position_snapshot_no, position_number, instrument_no, bucket_hash, quantity, position_id,
      portfolio_id, product_type)
    VALUES (1, 0, 1, 1000, 10, 'P0', 'FUND', 'FIXED_BOND'), (1, 1, 1, 40000, 20, 'P1', 'FUND/RATES', 'FIXED_BOND'),
      (1, 2, 1, 2000, -5, 'P2', 'FUND/RATES', 'FIXED_BOND'), (1, 3, 1, 50000, 1, 'P3', 'FUND', 'FIXED_BOND');
    ALTER TABLE position ATTACH PARTITION position_1 FOR VALUES IN (1);
    SELECT tenor_freeze('position_1');

    """

  private static let runs = """
    INSERT INTO run (run_id, state, market_snapshot_no, position_snapshot_no, request, request_hash, code_version,
      bucket_count, scenario_count, position_count, tasks_total, tasks_done, positions_done, created_by, created_at,
      started_at, finished_at)
    VALUES
      ('R1', 'SUCCEEDED', 1, 1, '\(request(buckets: 1))', '\(hash(request(buckets: 1)))', '0.1.0', 1, 3, 4, 2, 2, 4,
        'ann', '2023-04-01 06:00Z', '2023-04-01 06:00:01Z', '2023-04-01 06:00:03Z'),
      ('R2', 'RUNNING', 1, 1, '\(request(buckets: 2))', '\(hash(request(buckets: 2)))', '0.1.0', 2, 3, 4, 3, 0, 0,
        'bob', '2023-04-01 07:00Z', '2023-04-01 07:00:01Z', NULL);
    INSERT INTO run_scenario (run_no, ordinal, scenario_id, definition)
    SELECT r.run_no, s.ordinal, s.value ->> 'id', s.value
    FROM run r CROSS JOIN jsonb_array_elements('\(scenarios)') WITH ORDINALITY AS s (value, ordinal);
    SELECT tenor_add_run_partitions(1), tenor_add_run_partitions(2);

    INSERT INTO run_task (run_no, task_no, kind, product_type, bucket, position_count, priority, state, fence, attempts,
      holder, leased_until, started_at, finished_at)
    VALUES
      (1, 1, 'PRICE', 'FIXED_BOND', 0, 4, 0, 'SUCCEEDED', 1, 1, NULL, NULL, '2023-04-01 06:00:01Z',
        '2023-04-01 06:00:02Z'),
      (1, 2, 'ROLLUP', NULL, 0, 0, 1, 'SUCCEEDED', 1, 1, NULL, NULL, '2023-04-01 06:00:02Z', '2023-04-01 06:00:03Z'),
      (2, 1, 'PRICE', 'FIXED_BOND', 0, 2, 0, 'SUCCEEDED', 1, 1, NULL, NULL, '2023-04-01 07:00:01Z',
        '2023-04-01 07:00:02Z'),
      (2, 2, 'PRICE', 'FIXED_BOND', 1, 2, 0, 'RUNNING', 1, 1, 'lost', '2023-04-01 07:00:12Z', '2023-04-01 07:00:02Z',
        NULL);
    INSERT INTO run_task_attempt (run_no, task_no, fence, worker, started_at, ended_at, outcome)
    VALUES (1, 1, 1, 'w', '2023-04-01 06:00:01Z', '2023-04-01 06:00:02Z', 'SUCCEEDED'),
      (1, 2, 1, 'w', '2023-04-01 06:00:02Z', '2023-04-01 06:00:03Z', 'SUCCEEDED'),
      (2, 1, 1, 'w', '2023-04-01 07:00:01Z', '2023-04-01 07:00:02Z', 'SUCCEEDED');

    INSERT INTO valuation_result_1 (run_no, position_number, measure_no, factor, "values", reasons)
    SELECT 1, number, 1, '', CASE WHEN number = 2 THEN '{NULL,NULL,NULL}' ELSE ARRAY[number + 0.1, 1e-300, -1e300] END,
      CASE WHEN number = 2 THEN '{"*":{"code":"missing_data","detail":"discount curve for USD"}}'::jsonb END
    FROM generate_series(0, 3) AS number;
    INSERT INTO valuation_result_2 (run_no, position_number, measure_no, factor, "values")
    VALUES (2, 0, 1, '', '{1,2,3}'), (2, 2, 1, '', '{4,5,6}');
    INSERT INTO cashflow_schedule_1 (run_no, position_number, period_number, pay_date, interest, principal, prepayment,
      balance, currency)
    VALUES (1, 0, 1, '2023-08-14', 0.625, 0, 0, 100, 'USD'), (1, 0, 2, '2024-02-12', 0.625, 100, 0, 0, 'USD');
    INSERT INTO run_task_rollup (run_no, task_no, node, product_type, currency, measure_no, factor, sums, weights,
      position_count, gap_count)
    VALUES (1, 1, 'FUND', 'FIXED_BOND', 'USD', 1, '', decode(repeat('00', 48), 'hex'), '', 2, 0),
      (2, 1, 'FUND', 'FIXED_BOND', 'USD', 1, '', decode(repeat('00', 48), 'hex'), '', 1, 0);
    INSERT INTO node_result (run_no, node, product_type, currency, is_reporting_total, measure_no, factor, "values",
      position_count, gap_count)
    VALUES (1, 'FUND', '', 'USD', true, 1, '', '{3.2,4e-300,-3e300}', 4, 1);

    """

  /// One counter per run, and a row for the attempt that goes on.
  private static let queueTo2 = """
    UPDATE run SET tasks_done = 1, positions_done = 2 WHERE run_no = 2;
    INSERT INTO run_task_attempt (run_no, task_no, fence, worker, started_at)
    VALUES (2, 2, 1, 'lost', '2023-04-01 07:00:02Z');
    """

  private static let queueFrom3 = """
    INSERT INTO run_task_block (run_no, block, tasks_done, positions_done) VALUES (1, 0, 1, 4), (2, 0, 1, 2);
    """
}
