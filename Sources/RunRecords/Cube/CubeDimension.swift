import DatesAndConventions
import Instruments

/// What positions are grouped by in a cube. Raw values are the names in questions and answers.
public enum CubeDimension: String, Sendable, CaseIterable, Hashable, Codable {
  /// The node of the portfolio tree that holds the position, at this level or, where it is booked higher up, at its own.
  case fund
  case subFund = "sub_fund"
  case desk
  case book
  case productType = "product_type"
  /// Of the instrument.
  case currency
  case issuer
  case sector
  case rating
  /// Country of risk.
  case country
  /// As in `MaturityBucket`.
  case maturity
  case vintage
  /// A position is in the group of each of its instrument's tags, and once in every total.
  case tag

  /// How many parts of a portfolio path the dimension keeps; `nil` for those of instruments.
  public var portfolioLevel: Int? {
    switch self {
    case .fund: return 1
    case .subFund: return 2
    case .desk: return 3
    case .book: return 4
    case .productType, .currency, .issuer, .sector, .rating, .country, .maturity, .vintage, .tag: return nil
    }
  }

  /// Whether every position has one.
  public var isOfEvery: Bool {
    switch self {
    case .fund, .subFund, .desk, .book, .productType, .currency: return true
    case .issuer, .sector, .rating, .country, .maturity, .vintage, .tag: return false
    }
  }

  /// Whether one group comes before another by itself; `nil` where size decides.
  public var order: (@Sendable (String, String) -> Bool)? {
    switch self {
    case .maturity:
      let buckets = MaturityBucket.allCases.map(\.rawValue)
      return { (buckets.firstIndex(of: $0) ?? 0) < (buckets.firstIndex(of: $1) ?? 0) }
    case .vintage: return { $0 < $1 }
    case .fund, .subFund, .desk, .book, .productType, .currency, .issuer, .sector, .rating, .country, .tag:
      return nil
    }
  }

  /// Why no position can be in a group of this name, as a sentence's end with its fix; `nil` where one may be.
  public func problem(withGroup name: String) -> String? {
    switch self {
    case .fund, .subFund, .desk, .book:
      let parts = name.split(separator: "/", omittingEmptySubsequences: false)
      guard (1...(portfolioLevel ?? 1)).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }) else {
        return "is not a path of up to \(portfolioLevel ?? 1) names; write one such as FUND"
      }
      return nil
    case .productType: return CubeDimension.problem(name, among: ProductType.allCases.map(\.rawValue))
    case .maturity: return CubeDimension.problem(name, among: MaturityBucket.allCases.map(\.rawValue))
    case .currency: return Currency(name) == nil ? "is not a currency; write a code such as USD" : nil
    case .vintage: return Int16(name) == nil ? "is not a year; write one such as 2019" : nil
    case .issuer, .sector, .rating, .country, .tag: return nil
    }
  }

  private static func problem(_ name: String, among names: [String]) -> String? {
    names.contains(name) ? nil : "is not known; use one of: \(names.joined(separator: ", "))"
  }
}
