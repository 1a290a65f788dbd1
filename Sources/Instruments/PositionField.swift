/// The fields of a position, the same in CSV columns and JSON members.
public enum PositionField: Int, FieldName {
  case positionID, portfolio, instrumentID, quantity, cleanPrice, spreadBasisPoints, reportedValue
  case counterpartyID

  public var name: String {
    switch self {
    case .positionID: return "position_id"
    case .portfolio: return "portfolio"
    case .instrumentID: return "instrument_id"
    case .quantity: return "quantity"
    case .cleanPrice: return "clean_price"
    case .spreadBasisPoints: return "spread_bp"
    case .reportedValue: return "reported_value"
    case .counterpartyID: return "counterparty_id"
    }
  }
}
