/// The fields of a counterparty, the same in CSV columns and JSON members.
public enum CounterpartyField: Int, FieldName {
  case counterpartyID, name, lei, country, sector, rating, parentID

  public var name: String {
    switch self {
    case .counterpartyID: return "counterparty_id"
    case .name: return "name"
    case .lei: return "lei"
    case .country: return "country"
    case .sector: return "sector"
    case .rating: return "rating"
    case .parentID: return "parent_id"
    }
  }
}
