public import Collateral
import Instruments

/// Reads the flows of a collateral group from CSV, whole or not at all.
public struct CollateralImport {
  public init() {}

  /// Reads one row a month, from month 0, which has the opening balances alone; empty cells are zero.
  ///
  /// Throws `IngestionError` with the line and column at fault.
  public func csv(_ source: ByteSource, file: String) throws(IngestionError) -> CollateralFlows {
    let reader = CSVReader(source)
    var header: CSVHeader<CollateralField>?
    var flows = CollateralFlows(openingBalance: 0, months: 0)
    var rows = 0
    while true {
      switch try reader.next() {
      case .end:
        guard rows > 1 else {
          throw IngestionError(
            file: file, message: "has no months; write a header, month 0 and a row for each month")
        }
        return flows
      case .fault(let message): throw IngestionError(file: file, line: reader.line, message: message)
      case .cells:
        guard let header else {
          header = try CSVHeader(reader.cells, required: [.month, .balance], file: file, line: reader.line)
          continue
        }
        guard reader.cells.count == header.width else {
          throw IngestionError(
            file: file, line: reader.line,
            message: "the row has \(reader.cells.count) cells and the header \(header.width)")
        }
        do throws(TermsError) {
          try take(
            CSVFields<CollateralField>(columns: header.columns, cells: reader.cells), month: rows, &flows)
        } catch {
          throw IngestionError(file: file, line: reader.line, field: error.field, message: error.message)
        }
        rows += 1
      }
    }
  }

  private func take(
    _ fields: CSVFields<CollateralField>, month: Int, _ flows: inout CollateralFlows
  ) throws(TermsError) {
    let number = try fields.required(.month, fields.number(.month))
    guard number == Double(month) else {
      throw TermsError(field: "month", message: "\(number) does not follow; months are 0, 1, 2 and so on")
    }
    func amount(_ field: CollateralField) throws(TermsError) -> Double { try fields.number(field) ?? 0 }
    if month == 0 {
      flows.openingBalance = try fields.required(.balance, fields.number(.balance))
      flows.openingInDefault = try amount(.inDefault)
      return
    }
    flows.balance.append(try fields.required(.balance, fields.number(.balance)))
    flows.inDefault.append(try amount(.inDefault))
    flows.interest.append(try amount(.interest))
    flows.servicingFee.append(try amount(.servicingFee))
    flows.scheduledPrincipal.append(try amount(.scheduledPrincipal))
    flows.prepayment.append(try amount(.prepayment))
    flows.prepaymentPenalty.append(try amount(.prepaymentPenalty))
    flows.defaults.append(try amount(.defaults))
    flows.recovery.append(try amount(.recovery))
    flows.loss.append(try amount(.loss))
    flows.deferredInterest.append(try amount(.deferredInterest))
    flows.delinquent30.append(try amount(.delinquent30))
    flows.delinquent60.append(try amount(.delinquent60))
    flows.delinquent90.append(try amount(.delinquent90))
  }
}
