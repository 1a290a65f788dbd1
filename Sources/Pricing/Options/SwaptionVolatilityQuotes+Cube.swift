import DatesAndConventions
import MarketData
import Models

extension SwaptionVolatilityQuotes {
  /// The cube of the quotes; with a β for SABR, models fitted at the forward swap rates of the base market.
  ///
  /// Throws what the market lacks, or the nodes at fault.
  func cube(_ markets: any ScenarioMarketSource, _ discounts: DiscountTableCache) throws(MissingMarketData)
    -> SwaptionVolatilityCube
  {
    let date = markets.valuationDate
    do throws(VolatilitySurfaceError) {
      var shape = SwaptionSmile.flat
      if let smile {
        shape = .offsets(
          try SwaptionSmileOffsets(
            expiries: smileExpiryYears(from: date), tenors: smile.tenors.map(\.years),
            strikes: smile.strikeBasisPoints.map { $0 * basisPoint },
            values: smile.offsets.flatMap { $0.flatMap(\.self) }))
      }
      let cube = try SwaptionVolatilityCube(
        type: VolatilityType(type), expiries: expiryYears(from: date), tenors: tenors.map(\.years),
        atTheMoney: atTheMoney.flatMap(\.self), smile: shape)
      guard let smile, let beta = smile.sabrBeta else { return cube }
      let forwards: [Double]
      do throws(MissingMarketData) {
        forwards = try self.forwards(smile, date, discounts)
      } catch {
        throw VolatilitySurfaceError([error.name])
      }
      return try cube.fittedToSABR(forwards: forwards, beta: beta).cube
    } catch {
      throw MissingMarketData("a cube of \(id): \(error)")
    }
  }

  /// Forward swap rates at the smile's nodes, expiry by expiry: yearly payments on the discount curve.
  private func forwards(_ smile: SwaptionSmileQuotes, _ date: CivilDate, _ discounts: DiscountTableCache)
    throws(MissingMarketData) -> [Double]
  {
    let swaps = smile.expiries.flatMap { expiry in
      smile.tenors.map { tenor in
        let start = expiry.date(after: date)
        let months = Int((tenor.years * 12).rounded())
        let ends = stride(from: months, to: 0, by: -12).map { start.adding(months: $0) }
        return [start] + ends.reversed()
      }
    }
    let table = try discounts.table(
      DiscountKey(currency), days: Set(swaps.joined().map(\.dayNumber)))
    func factor(_ day: CivilDate) -> Double { table.base[Int(table.row(day.dayNumber)), 0] }
    return swaps.map { days in
      let annuity = zip(days, days.dropFirst()).reduce(0) { $0 + Double($1.1 - $1.0) / 365 * factor($1.1) }
      return (factor(days[0]) - factor(days[days.count - 1])) / annuity
    }
  }
}
