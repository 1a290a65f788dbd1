import DatesAndConventions
import Instruments
import MarketData

/// A row of a scenario set in CSV.
struct ScenarioRow {
  /// What a row moves.
  enum Kind: String, CaseIterable {
    case zeroRates = "zero_rates"
    case quotedRates = "quoted_rates"
    case spreads
    case foreignExchange = "fx"
    case inflation
    case volatility
    /// Nothing: the scenario is the market as it is.
    case none
  }

  /// By how much.
  enum Amount: Equatable {
    case basisPoints(Double)
    /// A decimal.
    case fraction(Double)
    case none
  }

  let scenario: String
  let description: String
  let kind: Kind
  let names: [String]
  /// The place of a point of a profile, or the expiry of volatilities; `nil` for a move of all.
  let tenor: Tenor?
  let amount: Amount

  init(fields: some TermFields<ScenarioField>) throws(TermsError) {
    scenario = try fields.required(.scenario, fields.text(.scenario, limit: 64))
    description = try fields.text(.description, limit: 400) ?? ""
    kind = try fields.required(.shift, fields.choice(.shift, Kind.self))
    names = (try fields.text(.names, limit: 4_000) ?? "").split(separator: ";").map(String.init)
    tenor = try fields.tenor(.tenor)
    switch (try fields.number(.basisPoints), try fields.percent(.percent)) {
    case (nil, nil): amount = .none
    case (let basisPoints?, nil): amount = .basisPoints(basisPoints)
    case (nil, let fraction?): amount = .fraction(fraction)
    case (.some, .some):
      throw TermsError(field: "percent", message: "is given beside basis_points; give one of them")
    }
    switch (kind, amount) {
    case (.none, .none): break
    case (.none, _): throw TermsError(field: "shift", message: "none moves nothing; leave the amount out")
    case (.foreignExchange, .basisPoints), (.foreignExchange, .none):
      throw TermsError(field: "percent", message: "is missing; exchange rates move by per cent")
    case (.inflation, .fraction):
      throw TermsError(field: "basis_points", message: "is missing; expected inflation moves by basis points")
    case (_, .none):
      throw TermsError(field: "basis_points", message: "is missing; give it, or percent for a relative move")
    case (.zeroRates, _), (.quotedRates, _), (.spreads, _), (.foreignExchange, .fraction),
      (.inflation, .basisPoints), (.volatility, _):
      break
    }
    if tenor != nil, kind != .volatility {
      guard kind == .zeroRates || kind == .quotedRates, case .basisPoints = amount else {
        throw TermsError(
          field: "tenor",
          message: "is for points of a profile of rates in basis points, and for volatility; leave it out")
      }
    }
  }

  /// Whether the row is a point of the same profile as `other`.
  func continues(_ other: ScenarioRow) -> Bool {
    scenario == other.scenario && kind == other.kind && kind != .volatility && names == other.names
      && tenor != nil && other.tenor != nil
  }

  /// The shift of these rows, which are points of one profile, or a row alone; `nil` for none.
  static func shift(_ rows: [ScenarioRow]) -> ScenarioShift? {
    let first = rows[0]
    switch first.kind {
    case .zeroRates, .quotedRates:
      return .rates(
        RateShift(
          curves: first.names, domain: first.kind == .zeroRates ? .zero : .quote, shape: shape(rows)))
    case .spreads:
      switch first.amount {
      case .basisPoints(let move):
        return .spread(SpreadShift(curves: first.names, move: .absolute(basisPoints: move)))
      case .fraction(let fraction):
        return .spread(SpreadShift(curves: first.names, move: .relative(fraction: fraction)))
      case .none: return nil
      }
    case .foreignExchange:
      guard case .fraction(let fraction) = first.amount else { return nil }
      return .foreignExchange(FXShift(currencies: first.names, fraction: fraction))
    case .inflation:
      guard case .basisPoints(let move) = first.amount else { return nil }
      return .inflation(InflationShift(indices: first.names, basisPoints: move))
    case .volatility:
      let move: SurfaceShift.Move
      switch first.amount {
      case .basisPoints(let amount): move = .absolute(basisPoints: amount)
      case .fraction(let fraction): move = .relative(fraction: fraction)
      case .none: return nil
      }
      return .volatility(SurfaceShift(surfaces: first.names, expiry: first.tenor, move: move))
    case .none: return nil
    }
  }

  private static func shape(_ rows: [ScenarioRow]) -> RateShift.Shape {
    switch rows[0].amount {
    case .fraction(let fraction): return .relative(fraction: fraction)
    case .none: return .parallel(basisPoints: 0)
    case .basisPoints(let move):
      guard rows[0].tenor != nil else { return .parallel(basisPoints: move) }
      return .profile(
        points: rows.compactMap { row in
          guard let tenor = row.tenor, case .basisPoints(let move) = row.amount else { return nil }
          return SpreadPoint(tenor: tenor, basisPoints: move)
        })
    }
  }
}
