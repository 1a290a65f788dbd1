import DatesAndConventions

/// Values that somebody has published, by the time for which they are: they stay what they were.
struct PublishedSeries {
  enum Kind {
    /// Of an interest-rate index, by day.
    case rate
    /// By month.
    case priceIndex
  }

  /// Such as `fixings.USD-SOFR`.
  let place: String
  let kind: Kind
  /// Ascending by time, a day or month in ISO 8601.
  let values: [(time: String, value: Double)]

  /// All of a snapshot, in document order.
  static func all(of snapshot: MarketSnapshot) -> [PublishedSeries] {
    let rates = snapshot.fixings.sorted { $0.key < $1.key }.map { name, fixings in
      PublishedSeries(
        place: "fixings.\(name)", kind: .rate, values: fixings.map { ($0.date.description, $0.rate) })
    }
    let indices = snapshot.inflationIndices.sorted { $0.key < $1.key }.map { name, quotes in
      PublishedSeries(
        place: "inflation_indices.\(name).published", kind: .priceIndex,
        values: quotes.published.map { ($0.month.description, $0.value) })
    }
    return rates + indices
  }
}
