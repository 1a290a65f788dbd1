import CashFlows
import DatesAndConventions
import Foundation
import Ingestion
import Instruments
import JSONDocuments
import MarketData
import Pricing

extension Command {
  static let price = Command(
    path: ["price"], summary: "Price positions from files, without a database",
    options: [
      Option(name: "instruments", value: "FILE", help: "instruments as CSV or JSON"),
      Option(name: "positions", value: "FILE", help: "positions as CSV or JSON"),
      Option(name: "market", value: "PATH", help: "market data: a JSON document or a folder"),
      Option(
        name: "deals", value: "FOLDER", help: "packages of the deals whose bonds are held, a JSON file each"),
    ] + PricingOptions.options + [
      Option(name: "format", value: "FORMAT", help: "csv or json; default csv"),
      Option(name: "output", value: "FILE", help: "write there; default standard output"),
      Option(name: "rejections", value: "FILE", help: "write every rejected row and its reason as CSV"),
    ],
    example:
      "tenor price --instruments instruments.csv --positions positions.csv --market market --measures PV,YIELD",
    notes:
      "One row per position, measure, factor and scenario, with a value or a reason. CASHFLOWS is left out here.",
    run: { arguments, console in
      let market = try InputFile.market(try arguments.required("market"))
      let scenarios = try PricingOptions.scenarios(arguments)
      let request = try PricingOptions.request(arguments)
      try PricingOptions.check(request.reportingCurrency, in: market)
      let markets: ScenarioMarkets
      do {
        markets = try ScenarioMarkets(
          snapshot: market, scenarios: scenarios, reportingCurrency: request.reportingCurrency)
      } catch {
        throw CommandError(.rejectedInput, "\(error)")
      }
      var instruments: [String: InstrumentRecord] = [:]
      let instrumentReport = try InputFile.records(try arguments.required("instruments")) {
        (record: InstrumentRecord) in
        instruments[record.id] = record
      }
      let known = instruments
      var positions: [Position] = []
      let positionReport = try InputFile.records(
        try arguments.required("positions"),
        check: { (position: Position) throws(TermsError) in
          guard known[position.instrumentID] != nil else {
            throw TermsError(
              field: "instrument_id",
              message: "'\(position.instrumentID)' is not among the accepted instruments")
          }
        },
        accept: { positions.append($0) })
      let output = try PriceOutput(arguments, console)
      let deals = try arguments.value("deals").map(DealFolder.packages) ?? [:]
      let pricer = BatchPricer(markets: markets, request: request, deals: deals)
      try output.begin()
      for start in stride(from: 0, to: positions.count, by: 2_000) {
        let end = min(start + 2_000, positions.count)
        let chunk = (start..<end).map { index in
          PositionToPrice(
            number: Int32(index), position: positions[index],
            instrument: known[positions[index].instrumentID]!)
        }
        try output.write(
          pricer.price(chunk).results, positions: chunk, firstNumber: start, scenarios: scenarios)
      }
      try output.end()
      for report in [instrumentReport, positionReport] where report.rejected > 0 {
        try report.announce(arguments, console, stored: "")
      }
      return instrumentReport.rejected + positionReport.rejected > 0 ? .rejectedInput : .success
    })
}
