extension CollateralFlows {
  /// Adds the flows of other loans, month by month from the same cut-off date.
  public mutating func add(_ other: CollateralFlows) {
    openingBalance += other.openingBalance
    openingInDefault += other.openingInDefault
    for column in CollateralFlows.columns {
      var sum = self[keyPath: column]
      let more = other[keyPath: column]
      if sum.count < more.count { sum += [Double](repeating: 0, count: more.count - sum.count) }
      for month in more.indices { sum[month] += more[month] }
      self[keyPath: column] = sum
    }
  }

  private static var columns: [WritableKeyPath<CollateralFlows, [Double]>] {
    [
      \.balance, \.inDefault, \.interest, \.servicingFee, \.scheduledPrincipal, \.prepayment,
      \.prepaymentPenalty, \.defaults, \.recovery, \.loss, \.deferredInterest, \.delinquent30,
      \.delinquent60, \.delinquent90,
    ]
  }
}
