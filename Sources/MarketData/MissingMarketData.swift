public import DatesAndConventions

/// A market input that a calculation needs and the snapshot does not hold.
public struct MissingMarketData: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is missing, by name: `discount curve for KRW`, `FX rate EUR/TWD`, `spread curve USD.BBB`.
  public let name: String

  public init(_ name: String) { self.name = name }

  public var description: String { "missing market data: \(name)" }
}

extension MissingMarketData {
  public static func capVolatilities(_ currency: Currency) -> MissingMarketData {
    MissingMarketData("volatilities of caps in \(currency)")
  }

  public static func swaptionVolatilities(_ currency: Currency) -> MissingMarketData {
    MissingMarketData("volatilities of swaptions in \(currency)")
  }
}
