public import DatesAndConventions
public import Pricing

/// What a cell of a cube says, in one currency.
public struct CubeFigure: Sendable {
  /// For each column a converted sum or average, or why there is none.
  public let values: [Result<Double, CellGap>]
  /// Positions to which the measure applies, those with gaps included.
  public let positionCount: Int
  /// Of these, positions without a number in some column, which are left out.
  public let gapCount: Int

  /// - Parameters:
  ///   - parts: Sums of each currency, in order of code.
  ///   - rates: Units of `currency` for one of each, by column; a currency that it lacks has no rate.
  public init(
    _ parts: [(key: Currency, value: RollUpCell)], _ measure: Measure, rates: [Currency: [Double]],
    into currency: Currency
  ) {
    positionCount = parts.reduce(0) { $0 + $1.value.positionCount }
    gapCount = parts.reduce(0) { $0 + $1.value.gapCount }
    let columns = parts.first?.value.sums.count ?? 0
    let withheld = CubeFigure.reason(parts, measure, rates: rates, into: currency)
    values = NodeTotals.convertedValues(parts, rates: rates, valueCount: columns).map { value in
      if let withheld { return .failure(CellGap(withheld)) }
      guard let value else {
        return .failure(CellGap(Reason(.notApplicable, "the value to weight by is not positive")))
      }
      return .success(value)
    }
  }

  /// Why no column has a number.
  private static func reason(
    _ parts: [(key: Currency, value: RollUpCell)], _ measure: Measure, rates: [Currency: [Double]],
    into currency: Currency
  ) -> Reason? {
    if measure.aggregation == .none {
      return Reason(.notApplicable, "\(measure.display.label) does not add up over positions")
    }
    let positions = parts.reduce(0) { $0 + $1.value.positionCount }
    if parts.allSatisfy({ $0.value.positionCount == $0.value.gapCount }) {
      return Reason(.missingData, "none of \(positions) positions has a value")
    }
    return parts.first { rates[$0.key] == nil }.map { Reason(.missingData, "FX rate \($0.key)/\(currency)") }
  }
}

extension CubeFigure {
  private init(values: [Result<Double, CellGap>], positionCount: Int, gapCount: Int) {
    self.values = values
    self.positionCount = positionCount
    self.gapCount = gapCount
  }

  /// The first column less the second.
  public var difference: CubeFigure {
    let difference = values[0].flatMap { after in values[1].map { after - $0 } }
    return CubeFigure(values: [difference], positionCount: positionCount, gapCount: gapCount)
  }

  /// Without a number, for this reason.
  public func withheld(_ reason: Reason) -> CubeFigure {
    CubeFigure(
      values: values.map { _ in .failure(CellGap(reason)) }, positionCount: positionCount, gapCount: gapCount)
  }
}
