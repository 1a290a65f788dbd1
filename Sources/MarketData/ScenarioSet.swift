/// A named list of scenarios, in the order in which results are given.
public struct ScenarioSet: Sendable, Hashable {
  public let id: String
  /// Ids are unique; 1 to 1,000 scenarios.
  public let scenarios: [Scenario]

  /// Throws all that is wrong with the scenarios, apart from risk factors that only a market knows.
  public init(id: String, scenarios: [Scenario]) throws(ScenarioSetError) {
    if id.isEmpty { throw ScenarioSetError(set: id, problem: "the id is empty; give the set a name") }
    if scenarios.isEmpty { throw ScenarioSetError(set: id, problem: "has no scenarios; give at least one") }
    let problems = Scenario.problems(of: scenarios)
    guard problems.isEmpty else {
      throw ScenarioSetError(set: id, problem: problems.map(\.description).joined(separator: "; "))
    }
    self.id = id
    self.scenarios = scenarios
  }
}

/// A scenario set that cannot be used.
public struct ScenarioSetError: Error, Sendable, Hashable, CustomStringConvertible {
  public let set: String
  /// What is wrong and what to do.
  public let problem: String

  public var description: String { "scenario set '\(set)': \(problem)" }
}

extension ScenarioSet: Codable {
  private enum Key: String, CodingKey { case id, scenarios }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let id = try container.decode(String.self, forKey: .id)
    let scenarios = try container.decode([Scenario].self, forKey: .scenarios)
    do throws(ScenarioSetError) {
      try self.init(id: id, scenarios: scenarios)
    } catch {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(codingPath: decoder.codingPath, debugDescription: error.description))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(id, forKey: .id)
    try container.encode(scenarios, forKey: .scenarios)
  }
}
