import DatesAndConventions

/// A linear measure of floating contracts: what the value of a product is weighted with.
enum ProjectedSum: Hashable {
  case value
  /// −dV/dz for a parallel move of every zero curve, of discounting and of indices.
  case rateDuration
  /// d²V/dz² for the same.
  case rateConvexity
  /// −dV/ds for a move of the spread with which payments are discounted; indices stay.
  case spreadDuration
  /// −dV/dz under one key's tent for the curves of one currency.
  case keyRate(Currency, key: Int)
  /// For what vega is told for, of all quoted points together.
  case vega

  /// Whether the weight of a product depends on its days, so that compounded products have rows of their own for it.
  var isSlope: Bool {
    switch self {
    case .value, .spreadDuration: false
    case .rateDuration, .rateConvexity, .keyRate, .vega: true
    }
  }

  /// The weight of a product in the sum, for one that is weighted 1 in the value. `squared` gives that of a convexity.
  func weight(
    of product: DiscountProduct, _ curves: [DiscountKey], _ tents: KeyRateTents, squared: Bool = true
  ) -> Double {
    var sum = 0.0
    switch self {
    case .value: return 1
    case .vega: return 0
    case .rateDuration, .rateConvexity:
      for place in 0..<product.count { sum += product[place].signedYears }
      return self == .rateConvexity && squared ? sum * sum : sum
    case .spreadDuration: preconditionFailure("a spread is that of the payment")
    case .keyRate(let currency, let key):
      for place in 0..<product.count {
        let factor = product[place]
        guard curves[factor.curve].currency == currency else { continue }
        sum += factor.signedYears * tents.weight(key, at: factor.years)
      }
      return sum
    }
  }
}

extension DiscountKey {
  /// The currency whose rates the curve is of.
  var currency: Currency {
    switch self {
    case .discount(let currency, _): currency
    case .index(let index): RateIndex.of(index).currency
    }
  }
}
