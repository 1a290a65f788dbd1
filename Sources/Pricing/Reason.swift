public import DatesAndConventions
public import Instruments

/// Why a cell holds no number.
public struct Reason: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Raw values are the names in tables and results.
  public enum Code: String, Sendable, Codable, CaseIterable, Hashable {
    /// The measure means nothing for this position, such as the yield of a matured bond.
    case notApplicable = "not_applicable"
    /// Tenor does not value this instrument yet.
    case unsupported = "unsupported"
    /// The snapshot lacks something, named in the detail.
    case missingData = "missing_data"
    /// A solver found no answer in its bracket.
    case didNotConverge = "did_not_converge"
    /// The calculation left the range of numbers that can be stored.
    case calculationFailed = "calculation_failed"
  }

  public let code: Code
  /// For a person: what exactly, in a few words.
  public let detail: String

  public init(_ code: Code, _ detail: String) {
    self.code = code
    self.detail = detail
  }

  public var description: String { "\(code.rawValue): \(detail)" }
}

extension Reason {
  /// Of an exposure to the reporting currency itself.
  public static func held(in reporting: Currency) -> Reason {
    Reason(.notApplicable, "held in the reporting currency \(reporting)")
  }

  /// Of a quantity that is divided by a value of 0.
  static let worthless = Reason(.notApplicable, "the value is 0")

  /// Of a contract that is recorded and counted alone.
  public static func unsupported(_ contract: UnsupportedInstrument) -> Reason {
    Reason(.unsupported, "\(contract.productType.rawValue): \(contract.description)")
  }

  /// Of a contract without options on quoted volatilities.
  public static let withoutSurface = Reason(.notApplicable, "no value depends on a volatility surface")

  /// Of a default swap that has premiums left alone.
  public static let unprotected = Reason(.notApplicable, "no protection is left")

  /// Of a forward whose rate has been published.
  public static func withoutFixing(_ forward: NonDeliverableForward) -> Reason {
    Reason(.missingData, "fixing_rate of \(forward.fixingDate)")
  }
}
