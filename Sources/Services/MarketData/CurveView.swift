import DatesAndConventions
import MarketData

/// A curve of a snapshot as built, or as it is under a scenario, at some days.
struct CurveView: Encodable {
  let curveId: String
  let currency: String
  let valuationDate: String
  /// Coupons a year of the bonds behind par rates.
  let parFrequency: Int
  /// The scenario that moves the curve; `nil` for the curve as it is.
  let scenario: String?
  let points: [CurvePointView]
  /// How far bonds are from a curve fitted to them; `nil` for other curves.
  let residuals: [FitResidualView]?

  init(
    _ quotes: CurveQuotes, _ curve: ShiftedCurve, valuationDate: CivilDate, days: [CurveDay],
    scenario: String? = nil, fit: FittedCurve? = nil
  ) {
    curveId = quotes.id
    currency = quotes.currency.code
    self.valuationDate = valuationDate.description
    parFrequency = quotes.parFrequency.rawValue
    self.scenario = scenario
    residuals = fit?.residuals.map {
      FitResidualView(bond: "\($0.bond)", price: $0.price, yieldBasisPoints: $0.yieldBasisPoints)
    }
    points = days.map {
      CurvePointView($0, curve, frequency: quotes.parFrequency, valuationDate: valuationDate)
    }
  }
}

/// A bond's quote less a fitted curve.
struct FitResidualView: Encodable {
  let bond: String
  /// Per 100 of face.
  let price: Double
  let yieldBasisPoints: Double
}

/// A day at which a curve is read, and the tenor that ends on it if it was asked for by one.
struct CurveDay {
  let tenor: Tenor?
  let date: CivilDate

  init(_ tenor: Tenor, after valuationDate: CivilDate) {
    self.tenor = tenor
    // Not moved off holidays.
    date = tenor.date(after: valuationDate)
  }

  init(_ date: CivilDate) {
    tenor = nil
    self.date = date
  }
}

/// A curve at one day. Rates are decimals.
struct CurvePointView: Encodable {
  let tenor: String?
  let date: String
  /// Act/365F from the valuation date.
  let years: Double
  /// Continuously compounded.
  let zeroRate: Double
  /// Instantaneous, continuously compounded.
  let forwardRate: Double
  /// The coupon of a bond worth par; `nil` on the valuation date itself.
  let parRate: Double?
  let discountFactor: Double

  init(_ day: CurveDay, _ curve: ShiftedCurve, frequency: Frequency, valuationDate: CivilDate) {
    years = Double(day.date - valuationDate) / 365
    tenor = day.tenor?.description
    date = day.date.description
    zeroRate = curve.zeroRate(at: years)
    forwardRate = curve.forwardRate(at: years)
    parRate =
      day.date > valuationDate
      ? curve.parRate(maturing: day.date, frequency: frequency, valuationDate: valuationDate) : nil
    discountFactor = curve.discountFactor(at: years)
  }
}

extension CurveQuotes {
  /// Of the bonds for par rates: those that the curve quotes, or else annual ones.
  var parFrequency: Frequency {
    switch kind {
    case .par(let frequency): frequency
    case .zero, .instruments, .fitted: .annual
    }
  }
}
