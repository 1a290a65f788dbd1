public import DatesAndConventions
public import Pricing
public import RiskAnalytics
public import RunRecords

/// Where the figures of limits are looked up: a run as it is stored, or as changes of its book would make it.
public protocol LimitFigureSource {
  /// The reporting currency, in which every figure is.
  var currency: Currency { get }
  /// Measures that the run was asked for.
  var measures: [Measure] { get }
  /// The place of a scenario in vectors of results.
  func ordinal(of scenario: String) -> Int?
  /// Whether anything is booked at a node or under it; always so for the empty path.
  func hasNode(_ node: String) throws -> Bool
  /// A node's totals of a measure, one for each factor.
  func totals(node: String, measure: Measure) throws -> [NodeResult]
  /// Of present value under `BASE`.
  ///
  /// - Parameter limit: The most groups to name.
  func concentration(node: String, by attribute: RiskAttribute, limit: Int) throws -> Concentration
}

/// The figures of a run as it is stored.
public struct StoredFigures: LimitFigureSource {
  private let store: RiskStore
  private let book: RiskStore.Book

  public init(_ store: RiskStore, _ book: RiskStore.Book) {
    self.store = store
    self.book = book
  }

  public var currency: Currency { book.currency }
  public var measures: [Measure] { book.request.pricing.measures }

  public func ordinal(of scenario: String) -> Int? { book.ordinal(of: scenario) }

  public func hasNode(_ node: String) throws -> Bool { try store.hasNode(book, node) }

  public func totals(node: String, measure: Measure) throws -> [NodeResult] {
    try store.totals(book, node: node, measures: [measure])
  }

  public func concentration(node: String, by attribute: RiskAttribute, limit: Int) throws -> Concentration {
    try store.concentration(
      book, node: node, by: attribute, quantity: .presentValue, scenario: 0, limit: limit)
  }
}
