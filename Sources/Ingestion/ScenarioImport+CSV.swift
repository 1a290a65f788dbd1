import Instruments
public import MarketData

extension ScenarioImport {
  /// Reads a scenario set from CSV, one row for each shift or point of a profile, whole or not at all.
  ///
  /// Rows of a scenario stand together; those that name the same curves and have a tenor are points of one profile.
  ///
  /// Throws `IngestionError` with the line and column at fault.
  public func csv(_ source: ByteSource, file: String, id: String) throws(IngestionError) -> ScenarioSet {
    let rows = try rows(source, file: file)
    var scenarios: [Scenario] = []
    var known: Set<String> = []
    var index = 0
    while index < rows.count {
      let first = rows[index]
      guard known.insert(first.row.scenario).inserted else {
        throw IngestionError(
          file: file, line: first.line, field: "scenario",
          message: "'\(first.row.scenario)' was left and comes again; put its rows together")
      }
      var shifts: [ScenarioShift] = []
      while index < rows.count, rows[index].row.scenario == first.row.scenario {
        var profile = [rows[index].row]
        index += 1
        while index < rows.count, rows[index].row.continues(profile[0]) {
          profile.append(rows[index].row)
          index += 1
        }
        if let shift = ScenarioRow.shift(profile) { shifts.append(shift) }
      }
      let scenario = Scenario(id: first.row.scenario, description: first.row.description, shifts: shifts)
      if let problem = scenario.problems.first {
        throw IngestionError(file: file, line: first.line, field: "scenario", message: "\(problem)")
      }
      scenarios.append(scenario)
    }
    do throws(ScenarioSetError) {
      return try ScenarioSet(id: id, scenarios: scenarios)
    } catch {
      throw IngestionError(file: file, message: error.problem)
    }
  }

  private func rows(_ source: ByteSource, file: String) throws(IngestionError) -> [(
    line: Int, row: ScenarioRow
  )] {
    let reader = CSVReader(source)
    var header: CSVHeader<ScenarioField>?
    var rows: [(line: Int, row: ScenarioRow)] = []
    while true {
      switch try reader.next() {
      case .end:
        guard header != nil else {
          throw IngestionError(file: file, message: "is empty; the first row names the columns")
        }
        return rows
      case .fault(let message): throw IngestionError(file: file, line: reader.line, message: message)
      case .cells:
        guard let header else {
          header = try CSVHeader(
            reader.cells, required: [.scenario, .shift], file: file, line: reader.line)
          continue
        }
        guard reader.cells.count == header.width else {
          throw IngestionError(
            file: file, line: reader.line,
            message: "the row has \(reader.cells.count) cells and the header \(header.width); "
              + "quote cells that hold a comma")
        }
        do throws(TermsError) {
          rows.append(
            (
              reader.line,
              try ScenarioRow(
                fields: CSVFields<ScenarioField>(columns: header.columns, cells: reader.cells))
            ))
        } catch {
          throw IngestionError(file: file, line: reader.line, field: error.field, message: error.message)
        }
      }
    }
  }
}
