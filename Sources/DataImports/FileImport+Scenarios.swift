import Ingestion
public import MarketData
import PostgresStore
public import RunRecords

extension FileImport {
  /// Stores a version of a scenario set.
  ///
  /// - Parameter adjusting: Changes the set before it is stored.
  public func scenarios(
    _ request: ImportRequest, adjusting: (ScenarioSet) throws -> ScenarioSet = { $0 }
  ) throws -> ImportOutcome {
    var set = try file.scenarioSet()
    if let name = request.setName {
      do throws(ScenarioSetError) {
        set = try ScenarioSet(id: name, scenarios: set.scenarios)
      } catch {
        throw StoreError.invalid([.init(field: "set_name", message: error.problem)])
      }
    }
    set = try adjusting(set)
    guard !request.isDryRun else { return ImportOutcome(whole: nil) }
    var addition = ScenarioStore.Addition(set, by: person)
    addition.description = request.description ?? ""
    addition.note = request.note ?? ""
    addition.requiresApproval = request.requiresApproval
    let (version, isNew) = try connection.undoable { try ScenarioStore(connection).add(addition) }
    return ImportOutcome(
      whole: ImportResult(scenarioSet: "\(set.id)@\(version.version)", isNew: isNew))
  }
}
