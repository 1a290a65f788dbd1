import Instruments

/// The columns of a scenario set in CSV: a row for each shift, or for each point of a profile.
enum ScenarioField: Int, FieldName {
  case scenario, description, shift, names, tenor, basisPoints, percent

  var name: String {
    switch self {
    case .scenario: return "scenario"
    case .description: return "description"
    case .shift: return "shift"
    case .names: return "names"
    case .tenor: return "tenor"
    case .basisPoints: return "basis_points"
    case .percent: return "percent"
    }
  }
}
