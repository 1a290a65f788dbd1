import DatesAndConventions
import MarketData

extension MarketTables {
  /// All volatilities. Throws where a node of a surface has no row.
  func volatilities() throws(IngestionError) -> VolatilityQuotes {
    for smile in swaptionSmiles.groups where swaptionVolatilities[smile[0].surface].isEmpty {
      throw error(
        smile[0].groupPath, field: "surface",
        "'\(smile[0].surface)' is not in swaption_volatilities.csv, whose volatilities these are added to")
    }
    var swaptions: [SwaptionVolatilityQuotes] = []
    for rows in swaptionVolatilities.groups { swaptions.append(try self.swaptions(rows)) }
    var caps: [CapVolatilityQuotes] = []
    for rows in capVolatilities.groups { caps.append(try self.caps(rows)) }
    var fx: [FXVolatilityQuotes] = []
    for rows in fxVolatilities.groups { fx.append(try self.fx(rows)) }
    return VolatilityQuotes(swaptions: swaptions, caps: caps, fx: fx)
  }

  private func swaptions(_ rows: [SwaptionVolatilityRow]) throws(IngestionError) -> SwaptionVolatilityQuotes {
    let (expiries, tenors) = (rows.map(\.expiry).ascending, rows.map(\.tenor).ascending)
    let nodes = Dictionary(uniqueKeysWithValues: rows.map { ([$0.expiry, $0.tenor], $0.volatility) })
    var table: [[Double]] = []
    for expiry in expiries {
      var row: [Double] = []
      for tenor in tenors {
        guard let volatility = nodes[[expiry, tenor]] else {
          throw missing("\(expiry) into \(tenor)", "give every tenor for every expiry", rows[0], "tenor")
        }
        row.append(volatility)
      }
      table.append(row)
    }
    return SwaptionVolatilityQuotes(
      id: rows[0].surface, currency: rows[0].currency, type: rows[0].type, expiries: expiries, tenors: tenors,
      atTheMoney: table, smile: try smile(swaptionSmiles[rows[0].surface], isNormal: rows[0].type == .normal),
      source: rows[0].source)
  }

  private func smile(_ rows: [SwaptionSmileRow], isNormal: Bool) throws(IngestionError)
    -> SwaptionSmileQuotes?
  {
    guard let first = rows.first else { return nil }
    guard first.isNormal == isNormal else {
      throw error(
        first.groupPath, field: isNormal ? "lognormal_percent" : "normal_bp",
        "is added to volatilities of the other kind; give \(isNormal ? "normal_bp" : "lognormal_percent"), as "
          + "swaption_volatilities.csv does for '\(first.surface)'")
    }
    let (expiries, tenors) = (rows.map(\.expiry).ascending, rows.map(\.tenor).ascending)
    let strikes = Set(rows.map(\.strike)).sorted()
    var nodes: [[Tenor]: [Double: Double]] = [:]
    for row in rows { nodes[[row.expiry, row.tenor], default: [:]][row.strike] = row.offset }
    var offsets: [[[Double]]] = []
    for expiry in expiries {
      var byTenor: [[Double]] = []
      for tenor in tenors {
        var byStrike: [Double] = []
        for strike in strikes {
          guard let offset = nodes[[expiry, tenor]]?[strike] else {
            throw missing(
              "\(strike) bp of \(expiry) into \(tenor)", "give every strike for every expiry and tenor",
              first,
              "strike_bp")
          }
          byStrike.append(offset)
        }
        byTenor.append(byStrike)
      }
      offsets.append(byTenor)
    }
    return SwaptionSmileQuotes(
      expiries: expiries, tenors: tenors, strikeBasisPoints: strikes, offsets: offsets,
      sabrBeta: first.sabrBeta)
  }

  private func caps(_ rows: [CapVolatilityRow]) throws(IngestionError) -> CapVolatilityQuotes {
    let (maturities, strikes) = (rows.map(\.maturity).ascending, Set(rows.map(\.strike)).sorted())
    var nodes: [Tenor: [Double: Double]] = [:]
    for row in rows { nodes[row.maturity, default: [:]][row.strike] = row.volatility }
    var table: [[Double]] = []
    for maturity in maturities {
      var row: [Double] = []
      for strike in strikes {
        guard let volatility = nodes[maturity]?[strike] else {
          throw missing(
            "\(maturity) at \(strike)", "give every strike for every maturity", rows[0], "strike_percent")
        }
        row.append(volatility)
      }
      table.append(row)
    }
    return CapVolatilityQuotes(
      id: rows[0].surface, currency: rows[0].currency, period: rows[0].period, type: rows[0].type,
      maturities: maturities, strikes: strikes, volatilities: table, source: rows[0].source)
  }

  private func fx(_ rows: [FXVolatilityRow]) throws(IngestionError) -> FXVolatilityQuotes {
    var points: [FXVolatilityPoint] = []
    for tenor in rows.map(\.tenor).ascending {
      var money: (volatility: Double, delta: QuotedFXDelta)?
      var wings: [FXVolatilityWing] = []
      for row in rows where row.tenor == tenor {
        switch row.quote {
        case .atTheMoney(let volatility, let delta): money = (volatility, delta)
        case .wing(let wing): wings.append(wing)
        }
      }
      guard let money else {
        throw missing(
          "\(tenor) at the money", "give a row without wing_delta", rows[0], "at_the_money_percent")
      }
      points.append(
        FXVolatilityPoint(tenor: tenor, delta: money.delta, atTheMoney: money.volatility, wings: wings))
    }
    return FXVolatilityQuotes(
      id: rows[0].surface, baseCurrency: rows[0].baseCurrency, quoteCurrency: rows[0].quoteCurrency,
      points: points, source: rows[0].source)
  }

  /// That a surface has a hole; told at its first row.
  private func missing(
    _ node: String, _ fix: String, _ first: some MarketTableRow, _ field: String
  ) -> IngestionError {
    error(first.groupPath, field: field, "\(first.group) has no row of \(node); \(fix)")
  }
}
