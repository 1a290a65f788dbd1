// The answers of the services, as far as the pages use them; /openapi.json is their description.

export type Page<Item> = { items: Item[]; next_cursor?: string };

export type RunState = "QUEUED" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELLED";

export type Run = {
  run_id: string;
  state: RunState;
  is_published: boolean;
  market_snapshot_id: string;
  position_snapshot_id: string;
  request_hash: string;
  scenario_ids: string[];
  position_count: number;
  task_count: number;
  tasks_done: number;
  priority: number;
  max_running?: number;
  is_paused: boolean;
  created_at: string;
  created_by: string;
  started_at?: string;
  finished_at?: string;
  error?: string;
};

export type Scenario = { id: string; description?: string; shifts: Shift[] };
/** One member, by kind: rates, spread, foreign_exchange, inflation, volatility. */
export type Shift = Record<string, unknown>;

export type Pricing = {
  measures: string[];
  base_only_measures?: string[];
  reporting_currency: string;
  key_rate_tenors: string[];
};

export type RunRequest = {
  market_snapshot_id: string;
  position_snapshot_id: string;
  scenarios: Scenario[];
  pricing: Pricing;
  bucket_count: number;
  code_version: string;
  model_configuration: Record<string, string>;
};

/** `warnings`: what the scenarios move without effect. */
export type RunDetail = { run: Run; request: RunRequest; warnings: string[] };

export type RunForecast = {
  estimate: {
    positions: number;
    scenarios: number;
    measures: number;
    vectors: number;
    cells: number;
    cash_flows: number;
    tasks: number;
    workers: number;
    seconds: number;
    finished_runs: number;
    bytes: { total: number };
    worker_bytes: number;
  };
  /** What goes beyond the service's limits. */
  excesses: { quantity: string; estimated: number; most: number }[];
  warnings: string[];
};

export type RunProgress = {
  run_id: string;
  state: RunState;
  is_paused: boolean;
  tasks: { total: number; queued: number; running: number; succeeded: number; failed: number; dead: number };
  positions_done: number;
  position_count: number;
  elapsed_milliseconds: number;
  error?: string;
};

export type Task = {
  task_number: number;
  kind: string;
  product_type?: string;
  bucket: number;
  position_count: number;
  state: string;
  attempts: number;
  worker?: string;
  error?: string;
  elapsed_milliseconds?: number;
};

export type Reason = { code: string; detail: string };
/** A number or a reason, never both. */
export type Cell = { scenario: string; value?: number; reason?: Reason };

export type Result = {
  position_id: string;
  portfolio: string;
  instrument_id: string;
  product_type: string;
  currency: string;
  measure: string;
  factor: string;
  cells: Cell[];
};

export type NodeResult = {
  node: string;
  product_type: string | null;
  currency: string;
  is_reporting_total: boolean;
  position_count: number;
  gap_count: number;
  measure: string;
  factor: string;
  cells: Cell[];
};

export type Gap = { product_type: string; reason: Reason; position_count: number; row_count: number };
export type GapCounts = { items: Gap[] };

export type CashFlow = {
  period_number: number;
  pay_date: string;
  currency: string;
  interest: number;
  principal: number;
  prepayment: number;
  total: number;
  balance: number;
  /** Absent where the position has no value. */
  discount_factor?: number;
  fx_rate?: number;
  present_value?: number;
};
/** How the flows of a position make up its value, or why there is none. */
export type FlowValuation = {
  scenario: string;
  reason?: Reason;
  currency?: string;
  issue_spread_bp?: number;
  present_value?: number;
  result?: number;
  reporting_currency?: string;
  reporting_rate?: number;
};
export type CashFlowPage = Page<CashFlow> & { valuation?: FlowValuation };

export type LadderItem = {
  bucket: string;
  from: string;
  through?: string;
  group: string;
  currency: string;
  interest: number;
  principal: number;
  prepayment: number;
  total: number;
  flow_count: number;
};
export type CashLadder = {
  valuation_date: string;
  reporting_currency: string;
  rates: { currency: string; rate: number }[];
  unconverted: string[];
  items: LadderItem[];
};

export type ScenarioSet = {
  name: string;
  description: string;
  requires_approval: boolean;
  latest_version: number;
  usable_version?: number;
  created_by: string;
  created_at: string;
};
export type ScenarioSetVersion = {
  version: number;
  document_hash: string;
  scenario_count: number;
  note: string;
  created_by: string;
  created_at: string;
  approved_by?: string;
  retired_by?: string;
  retirement_reason?: string;
};
export type ScenarioSetDetail = { set: ScenarioSet; versions: ScenarioSetVersion[] };
export type ScenarioSetVersionDetail = { set: string; version: ScenarioSetVersion; scenarios: Scenario[] };
export type ScenarioPreview = { base: BuiltCurve; scenarios: BuiltCurve[] };

export type MarketReviewState = "UNCHECKED" | "CLEAR" | "PENDING" | "ACCEPTED" | "REJECTED";
export type MarketRecord = {
  snapshot_id: string;
  valuation_date: string;
  source: string;
  created_at: string;
  review_state: MarketReviewState;
  finding_count: number;
};
export type MarketFinding = {
  kind: string;
  place: string;
  message: string;
  value?: number;
  previous?: number;
  /** Basis points for rates and spreads, per cent for exchange rates. */
  change?: number;
  deviations?: number;
};
export type MarketReview = { decision: string; reviewed_by: string; comment: string; reviewed_at: string };
export type MarketCheck = {
  snapshot_id: string;
  valuation_date: string;
  state: MarketReviewState;
  compared_with?: string;
  findings: MarketFinding[];
  reviews: MarketReview[];
};
export type SourceFile = { name: string; byte_count: number; sha256: string };
export type MarketLineage = {
  uploads: { uploaded_by: string; uploaded_at: string; import_id?: string; files: SourceFile[] }[];
  runs: { run_id: string; state: RunState; created_by: string; created_at: string; is_published: boolean }[];
  run_count: number;
};

export type ImportState = "RUNNING" | "SUCCEEDED" | "PARTIAL" | "REFUSED" | "FAILED";
export type Import = {
  import_id: string;
  kind: string;
  is_dry_run: boolean;
  as_of?: string;
  file: SourceFile;
  state: ImportState;
  rows: { read: number; accepted: number; rejected: number };
  rejections_kept: number;
  /** What is stored; absent where nothing is. */
  result?: {
    snapshot_id?: string;
    scenario_set?: string;
    is_new: boolean;
    new_count?: number;
    changed_count?: number;
    finding_count?: number;
  };
  problem?: string;
  created_by: string;
  created_at: string;
};
export type ImportRejection = {
  number: number;
  line?: number;
  row: number;
  field?: string;
  value?: string;
  problem: string;
  fix: string;
};
export type PositionRecord = {
  snapshot_id: string;
  as_of: string;
  source: string;
  position_count: number;
  created_at: string;
};

/** A rate by tenor, the quote of an instrument with its type, or that of a bond. */
export type CurveQuote = {
  tenor?: string;
  rate?: number;
  type?: string;
  convention?: string;
  start?: string;
  end?: string;
  quote?: number;
  maturity?: string;
  coupon?: number;
  clean_price?: number;
  yield?: number;
};
export type Curve = {
  id: string;
  currency: string;
  kind: Record<string, unknown>;
  interpolation: string;
  points: CurveQuote[];
  source: string;
};
export type SpreadCurve = {
  id: string;
  currency: string;
  points: { tenor: string; basis_points: number }[];
  source: string;
};
export type Market = {
  valuation_date: string;
  source: string;
  built_at: string;
  adjustments: string[];
  curves: Curve[];
  spread_curves: SpreadCurve[];
  discount_curves: Record<string, string>;
  fx_rates: Record<string, number>;
  fx_base: string;
};
export type BuiltCurve = {
  curve_id: string;
  currency: string;
  valuation_date: string;
  scenario?: string;
  points: CurvePoint[];
};
export type CurvePoint = {
  tenor: string;
  date: string;
  years: number;
  zero_rate: number;
  forward_rate: number;
  par_rate?: number;
  discount_factor: number;
};

export type Schedule = {
  name: string;
  cron: string;
  time_zone: string;
  calendars: string[];
  catch_up: string;
  is_paused: boolean;
  next_firing?: string;
  last_firing?: string;
  last_outcome?: string;
  failures: number;
  created_at: string;
  created_by: string;
};
export type ScheduleDetail = {
  schedule: Schedule;
  run: {
    market_snapshot_id?: string;
    position_snapshot_id?: string;
    scenarios: Scenario[];
    pricing: Pricing;
    priority: number;
    is_unique: boolean;
  };
  next_firings: string[];
};
export type Firing = {
  fire_time: string;
  missed_from?: string;
  is_manual: boolean;
  outcome: string;
  run_id?: string;
  error?: string;
};

export type Contributions = {
  total?: number;
  reason?: Reason;
  items: { part: string; amount?: number; share?: number; reason?: Reason; position_count: number; gap_count: number }[];
  remainder?: { amount: number; share?: number };
};
export type Concentration = {
  group_count?: number;
  position_count?: number;
  gap_count?: number;
  herfindahl?: number;
  effective_count?: number;
  items: { value?: string; amount: number; share?: number; cumulative_share?: number; position_count: number }[];
};

export type CubeGroup = { kind: "VALUE" | "NONE" | "OTHER"; value?: string; value_count?: number };
export type CubeFigure = { name: string; factor: string; label: string; unit: string; decimals: number };
/** `at`: for each dimension the index of a group, null for all of them together. */
export type CubeCell = {
  at: (number | null)[];
  figures: { value?: number; reason?: Reason; position_count: number; gap_count: number }[];
  results?: string;
};
export type Cube = {
  run_state: RunState;
  currency?: string;
  scenario?: string;
  confidence?: number;
  scenario_count?: number;
  dimensions: { dimension: string; axis: "rows" | "columns"; groups: CubeGroup[] }[];
  figures: CubeFigure[];
  cells: CubeCell[];
};

/** One member, by kind. */
export type LimitFigure =
  | { measure: { measure: string; factor: string; scenario: string } }
  | { profit: { scenario: string; is_relative: boolean } }
  | { concentration: { attribute: string; largest?: number } };
export type LimitDefinition = {
  name: string;
  node: string;
  figure: LimitFigure;
  bounds: { minimum?: number; maximum?: number; warning_share: number };
  currency?: string;
};
export type LimitEvaluation = {
  limit: string;
  version: number;
  is_in_force: boolean;
  definition: LimitDefinition;
  status: string;
  value?: number;
  reason?: Reason;
  position_count: number;
  gap_count: number;
  acknowledgements: { by: string; at: string; comment: string }[];
};
export type RunLimits = { items: LimitEvaluation[] };

/** What an instrument record says beside its terms. */
export type ReferenceData = {
  name: string;
  issuer?: string;
  country?: string;
  sector?: string;
  rating?: string;
  vintage?: number;
  tags: string[];
};

export type InstrumentSummary = {
  instrument_id: string;
  version_hash: string;
  product_type: string;
  currency: string;
  reference: ReferenceData;
};

export type InstrumentVersion = {
  version_hash: string;
  is_current: boolean;
  created_at: string;
  record: Record<string, unknown>;
};

export type PositionTotal = {
  portfolio: string;
  currency: string;
  product_type: string;
  position_count: number;
  quantity: number;
  gross_quantity: number;
  reported_value: number;
};

export type HeldPosition = {
  position_id: string;
  portfolio: string;
  instrument_id: string;
  instrument_version: string;
  product_type: string;
  currency: string;
  quantity: number;
  clean_price?: number;
  spread_bp?: number;
  reported_value?: number;
  counterparty_id?: string;
  reference: ReferenceData;
};

/** A value in two runs: b less a, and per cent of a. */
export type Compared = { a?: number; b?: number; difference?: number; percent?: number };

export type NodeComparison = {
  node: string;
  product_type?: string;
  currency: string;
  measure: string;
  factor: string;
  cells: ({ scenario: string } & Compared)[];
};

export type ComparedSide = { portfolio: string; currency: string; value?: number; amount?: number };

export type RunComparison = {
  positions: {
    measure: string;
    scenario: string;
    /** Into which amounts are converted; absent for measures that are no amounts. */
    currency?: string;
    in_both: number;
    differing: number;
    valued_in_one: number;
    only_in_a: { count: number; position_ids: string[] };
    only_in_b: { count: number; position_ids: string[] };
    largest: { position_id: string; product_type: string; a?: ComparedSide; b?: ComparedSide; difference: number }[];
  };
};

export type Counterparty = {
  counterparty_id: string;
  name: string;
  lei?: string;
  country?: string;
  sector?: string;
  rating?: string;
  parent_id?: string;
};

export type CounterpartyVersion = { version: number; is_current: boolean; stored_at: string; counterparty: Counterparty };
