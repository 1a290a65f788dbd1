public import DatesAndConventions
public import Instruments

/// Which cash of a run a ladder shows, and how it is cut.
public struct CashLadder: Sendable, Hashable {
  /// Which cash is counted.
  public enum Basis: String, Sendable, CaseIterable, Hashable {
    /// As projected, prepayments included.
    case expected
    /// As the contracts say for what is outstanding on the valuation date: nothing is prepaid.
    case contractual
  }

  /// How time is cut.
  public enum Buckets: Sendable, Hashable {
    case months
    case quarters
    case years
    /// By the last days of the buckets, ascending; one more follows them without an end.
    case through([CivilDate])
  }

  /// What else tells rows apart.
  public enum Grouping: Sendable, Hashable {
    case none
    case product
    /// The portfolio nodes so many levels from the top: 1 for funds.
    case node(level: Int)
  }

  public var basis = Basis.expected
  public var buckets = Buckets.months
  public var grouping = Grouping.none
  /// The node itself and all below it; everything when `nil`.
  public var node: String?
  public var productType: ProductType?
  public var currency: Currency?

  public init() {}

  /// The cash of one bucket, group and currency; buckets without cash have no row.
  public struct Row: Sendable, Hashable {
    /// The first day of the month, quarter or year; for buckets by their last days, the place of the bucket from 0.
    public let bucket: Bucket
    /// A product type, a node, or empty.
    public let group: String
    public let currency: Currency
    public let interest: Double
    public let principal: Double
    /// 0 on the contractual basis.
    public let prepayment: Double
    public let flowCount: Int

    public enum Bucket: Sendable, Hashable {
      case from(CivilDate)
      case place(Int)
    }

    public init(
      bucket: Bucket, group: String, currency: Currency, interest: Double, principal: Double,
      prepayment: Double, flowCount: Int
    ) {
      self.bucket = bucket
      self.group = group
      self.currency = currency
      self.interest = interest
      self.principal = principal
      self.prepayment = prepayment
      self.flowCount = flowCount
    }
  }
}
