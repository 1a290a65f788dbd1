import Instruments

/// The columns of `curves.csv`: a row for each point of each curve.
enum CurveField: Int, FieldName {
  case curve, currency, kind, interpolation, tenor, ratePercent, source

  var name: String {
    switch self {
    case .curve: return "curve"
    case .currency: return "currency"
    case .kind: return "kind"
    case .interpolation: return "interpolation"
    case .tenor: return "tenor"
    case .ratePercent: return "rate_percent"
    case .source: return "source"
    }
  }
}

/// The columns of `spreads.csv`: a row for each point of each spread curve.
enum SpreadField: Int, FieldName {
  case curve, currency, tenor, spreadBasisPoints, source

  var name: String {
    switch self {
    case .curve: return "curve"
    case .currency: return "currency"
    case .tenor: return "tenor"
    case .spreadBasisPoints: return "spread_bp"
    case .source: return "source"
    }
  }
}

/// The columns of `fx.csv`: a row for each currency.
enum FXField: Int, FieldName {
  case currency, rate

  var name: String {
    switch self {
    case .currency: return "currency"
    case .rate: return "rate"
    }
  }
}
