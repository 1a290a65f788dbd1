public import DatesAndConventions
public import Instruments

extension InstrumentReader {
  /// The instrument of a stored position.
  ///
  /// One that cannot be read was written by a program that knows more than this one, or was spoilt: in either case a contract
  /// without terms, in the currency under which it is stored, or else in `fallback`.
  public func instrument(of stored: StoredPosition, fallback: Currency) -> InstrumentRecord {
    do {
      return try record(json: stored.instrumentRecord)
    } catch {
      return InstrumentRecord(
        id: stored.position.instrumentID, name: stored.position.instrumentID,
        terms: .unsupported(
          UnsupportedInstrument(
            productType: stored.productType,
            description: "the stored instrument of position '\(stored.position.id)' cannot be read: \(error)",
            currency: Currency(stored.currency) ?? fallback)))
    }
  }
}
