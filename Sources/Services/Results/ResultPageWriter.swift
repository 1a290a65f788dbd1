import DatesAndConventions
import Instruments
import JSONDocuments
import Pricing
import RunRecords

/// Writes a page of vectors straight to bytes: a page may hold a hundred thousand numbers.
struct ResultPageWriter {
  private(set) var bytes: [UInt8] = []
  private let scenarios: ScenarioSelection
  private var isFirst = true

  init(run: RunRecord, scenarios: ScenarioSelection) {
    self.scenarios = scenarios
    bytes.reserveCapacity(1 << 16)
    append("{\"run_id\":")
    string(run.id.text)
    append(",\"run_state\":")
    string(run.state.rawValue)
    append(",\"items\":[")
  }

  mutating func row(_ result: PositionResult) {
    beginRow()
    append("\"position_id\":")
    string(result.positionID)
    append(",\"portfolio\":")
    string(result.portfolio)
    append(",\"instrument_id\":")
    string(result.instrumentID)
    append(",\"product_type\":")
    string(result.productType.rawValue)
    append(",\"currency\":")
    string(result.currency)
    measure(result.measure, result.factor)
    cells(result.values)
  }

  mutating func row(_ result: NodeResult) {
    beginRow()
    append("\"node\":")
    string(result.key.node)
    append(",\"product_type\":")
    if let type = result.key.productType { string(type.rawValue) } else { append("null") }
    append(",\"currency\":")
    string(result.key.currency.code)
    append(",\"is_reporting_total\":\(result.key.isReportingTotal)")
    append(",\"position_count\":\(result.positionCount),\"gap_count\":\(result.gapCount)")
    measure(result.key.measure, result.key.factor)
    cells(result.values)
  }

  /// Ends the page.
  mutating func finish(nextCursor: String?) {
    append("]")
    if let nextCursor {
      append(",\"next_cursor\":")
      string(nextCursor)
    }
    append("}")
  }

  private mutating func beginRow() {
    append(isFirst ? "{" : ",{")
    isFirst = false
  }

  private mutating func measure(_ measure: Measure, _ factor: String) {
    append(",\"measure\":")
    string(measure.rawValue)
    append(",\"factor\":")
    string(factor)
  }

  /// Ends the row with its cells: a value or a reason each.
  private mutating func cells(_ values: ScenarioValues) {
    append(",\"cells\":[")
    for (index, scenario) in scenarios.chosen.enumerated() {
      append(index == 0 ? "{\"scenario\":" : ",{\"scenario\":")
      string(scenario.id)
      switch values.cell(scenario.ordinal, scenarioID: scenario.id) {
      case .success(let value):
        append(",\"value\":")
        JSONNumber.append(value, to: &bytes)
      case .failure(let gap):
        append(",\"reason\":{\"code\":")
        string(gap.reason.code.rawValue)
        append(",\"detail\":")
        string(gap.reason.detail)
        append("}")
      }
      append("}")
    }
    append("]}")
  }

  private mutating func string(_ text: String) { CanonicalJSON.appendString(text.utf8, to: &bytes) }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
