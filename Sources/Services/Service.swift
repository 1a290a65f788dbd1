import HTTPServing

/// One of the services of the platform, by the name under which it is started.
public enum Service: String, Sendable, CaseIterable {
  /// Market snapshots.
  case marketData = "marketdata"
  /// Runs and their tasks.
  case runs
  /// What runs have computed.
  case results
  /// Instruments and their versions, and what can be asked of products.
  case instruments
  /// Portfolios, counterparties, position snapshots, what-if.
  case portfolio
  /// Risk down the portfolio tree, and limits.
  case risk
  /// Who did what, and when.
  case audit
  /// Users and keys.
  case access
  /// Cash flows, ladders, duration bridges.
  case cashFlow = "cashflow"
  /// Scenario sets and previews of them.
  case scenario
  /// Files to be imported.
  case ingestion
  /// Deal packages, their versions and what they pay.
  case deals

  /// The TCP port of the service when it is started alone.
  public var defaultPort: UInt16 {
    switch self {
    case .marketData: 8001
    case .runs: 8002
    case .results: 8003
    case .instruments: 8004
    case .portfolio: 8005
    case .risk: 8006
    case .audit: 8011
    case .access: 8012
    case .cashFlow: 8007
    case .scenario: 8009
    case .ingestion: 8010
    case .deals: 8013
    }
  }

  /// The operations of the service, without those that every service has.
  func routes(_ environment: ServiceEnvironment) -> [Route] {
    switch self {
    case .marketData: MarketDataService(environment: environment).routes
    case .runs: RunsService(environment: environment).routes
    case .results: ResultsService(environment: environment).routes
    case .instruments: InstrumentsService(environment: environment).routes
    case .portfolio: PortfolioService(environment: environment).routes
    case .risk: RiskService(environment: environment).routes
    case .audit: AuditService(environment: environment).routes
    case .access: AccessService(environment: environment).routes
    case .cashFlow: CashFlowService(environment: environment).routes
    case .scenario: ScenarioService(environment: environment).routes
    case .ingestion: IngestionService(environment: environment).routes
    case .deals: DealService(environment: environment).routes
    }
  }

  /// Whether bodies of requests are data, whose hash the audit trail may know; a hash of a password would help to guess it.
  var hasDataBodies: Bool {
    switch self {
    case .marketData, .runs, .results, .instruments, .portfolio, .risk, .cashFlow, .scenario, .ingestion,
      .deals, .audit:
      true
    case .access: false
    }
  }

  /// Whether no operation changes anything but who is signed in and the audit trail.
  var onlyReads: Bool {
    switch self {
    case .results, .cashFlow, .audit: true
    case .marketData, .runs, .instruments, .portfolio, .risk, .scenario, .ingestion, .deals, .access: false
    }
  }

  /// What brings the service's own metrics up to date.
  func refresh(_ environment: ServiceEnvironment, _ metrics: MetricsRegistry) -> (@Sendable () -> Void)? {
    switch self {
    case .marketData, .results, .instruments, .portfolio, .risk, .cashFlow, .scenario, .ingestion, .deals,
      .audit, .access:
      nil
    case .runs: QueueMetrics(metrics).refresher(environment.database)
    }
  }
}
