import Collateral
import Instruments
import JSONDocuments
import NumericalMethods

extension Command {
  static let collateralTable = Command(
    path: ["collateral", "table"],
    summary: "Yields of a pass-through of loans by price and speed, or prices by yield and speed",
    arguments: ["LOANS"],
    options: [
      Option(name: "cpr", value: "N,N,...", help: "speeds of prepayment, percent a year"),
      Option(name: "psa", value: "N,N,...", help: "the same in percent of PSA"),
      Option(
        name: "prices", value: "N,N,...",
        help: "clean prices per 100 of balance; 100 if neither these nor yields are given"),
      Option(
        name: "yields", value: "RATE,...", help: "bond-equivalent yields, such as 5%,5.5%, to be priced at"),
      Option(
        name: "program", value: "NAME",
        help: "GNMA_I, GNMA_II, FNMA, FHLMC or FHLMC_GOLD, which says when payments come"),
      Option(
        name: "delay", value: "DAYS",
        help: "from the end of a month to its payment, 0 to 120; the program's, else 0, if left out"),
      Option(
        name: "settle", value: "DAYS", help: "from the cut-off date to settlement, 0 to 29; 0 if left out"),
      Option(name: "csv", value: nil, help: "print a row per speed and price as CSV"),
    ],
    example:
      "tenor collateral table Samples/agency-pools-2023-03-31/loans.csv --program FNMA --psa 100,150,200 --prices 95,97.5,100",
    notes:
      "The pool passes on interest after its servicing fee; nobody defaults. docs/models/agency-pools.md says what each column is.",
    run: { arguments, console in
      let table = try PoolSpeedTable(arguments)
      for line in arguments.has("csv") ? table.csv : table.lines { console.print(line) }
      return .success
    })
}

/// A pass-through of loans at prices and speeds.
private struct PoolSpeedTable {
  /// The pool at one speed.
  private struct Row {
    let speed: PrepaymentSpeed
    let flows: InvestorFlows
  }

  private enum Quotes {
    /// Clean, per 100 of balance.
    case prices([Double])
    /// Bond-equivalent, decimals a year.
    case yields([Double])
  }

  /// A price and the yield that belongs to it.
  private struct Cell {
    let price: Double
    /// `nil` where none between -90% and 1000% gives the price.
    let yield: Double?
  }

  private let rows: [Row]
  private let quotes: Quotes
  private let balance: Double
  /// Interest that the seller has earned, per 100 of balance.
  private let accrued: Double

  init(_ arguments: Arguments) throws {
    let loans = try CollateralFiles.loans(arguments.positional[0])
    let program = try arguments.value("program").map { text throws(CommandError) in
      guard let program = AgencyProgram(rawValue: text) else {
        let names = AgencyProgram.allCases.map(\.rawValue).joined(separator: ", ")
        throw CommandError(.usage, "--program '\(text)' is not known; choose one of \(names)")
      }
      return program
    }
    let delay = try arguments.integer("delay", default: program?.delayDays ?? 0, in: 0...120)
    let settle = try arguments.integer("settle", default: 0, in: 0...29)
    balance = loans.reduce(0) { $0 + $1.balance }
    guard balance > 0 else { throw CommandError(.rejectedInput, "the loans have no balance") }
    let interest = loans.reduce(0) { $0 + $1.balance * ($1.noteRate - $1.servicingFee) }
    accrued = 100 * interest / balance * Double(settle) / 360
    quotes = try Self.quotes(arguments)
    rows = try Self.speeds(arguments).map { speed in
      let flows = try CollateralFiles.refusing { () throws(CollateralError) in
        try CollateralProjection(CollateralAssumptions(prepayment: .speed(speed))).flows(loans)
      }
      let paid = InvestorFlows(flows, delayDays: delay)
      return Row(
        speed: speed,
        flows: InvestorFlows(
          cash: paid.cash, principal: paid.principal, firstPaymentDays: paid.firstPaymentDays - settle))
    }
  }

  private static func speeds(_ arguments: Arguments) throws(CommandError) -> [PrepaymentSpeed] {
    var speeds: [PrepaymentSpeed] = []
    for (option, most) in [("cpr", 100.0), ("psa", 10_000)] {
      guard let list = arguments.value(option) else { continue }
      for word in list.split(separator: ",", omittingEmptySubsequences: false) {
        // Read as hundredths, so that 8 is the number nearest to 0.08.
        guard let percent = Arguments.decimal(String(word)), (0...most).contains(percent),
          let part = Double("\(word)e-2")
        else {
          throw CommandError(
            .usage, "--\(option): '\(word)' is not a percentage between 0 and \(Int(most)); write 6,12")
        }
        speeds.append(option == "cpr" ? .cpr(part) : .psa(part))
      }
    }
    guard !speeds.isEmpty else {
      throw CommandError(.usage, "there are no speeds: --cpr N,N,... or --psa N,N,...")
    }
    return speeds
  }

  private static func quotes(_ arguments: Arguments) throws(CommandError) -> Quotes {
    guard let list = arguments.value("yields") else {
      let prices = try DealInputOptions.numbers(arguments.value("prices") ?? "100", option: "prices")
      guard prices.allSatisfy({ $0 > 0 && $0 < 1e6 }) else {
        throw CommandError(.usage, "--prices are per 100, above 0: 98.5,100")
      }
      return .prices(prices)
    }
    guard !arguments.has("prices") else {
      throw CommandError(.usage, "give --prices or --yields, not both")
    }
    let yields = try DealInputOptions.numbers(list, option: "yields")
    guard yields.allSatisfy({ (-0.5...1).contains($0) }) else {
      throw CommandError(.usage, "--yields are from -50% to 100%: 5%,5.5% or 0.05,0.055")
    }
    return .yields(yields)
  }

  private func cells(_ row: Row) -> [Cell] {
    switch quotes {
    case .prices(let prices):
      prices.map { price in
        Cell(price: price, yield: row.flows.yield(value: (price + accrued) / 100 * balance).root)
      }
    case .yields(let yields):
      yields.map { yield in
        Cell(price: 100 * row.flows.value(yield: yield) / balance - accrued, yield: yield)
      }
    }
  }

  /// First and last month with principal of more than half a cent.
  private func window(_ row: Row) -> ClosedRange<Int>? {
    let paid = row.flows.principal.indices.filter { row.flows.principal[$0] > 0.005 }
    return paid.first.flatMap { first in paid.last.map { first + 1...$0 + 1 } }
  }

  /// A row for each speed; duration and convexity are of the middle column.
  var lines: [String] {
    let titles: [String]
    let middle: Int
    switch quotes {
    case .prices(let prices):
      titles = prices.map { "yield at \(JSONNumber.text($0))" }
      middle = prices.count / 2
    case .yields(let yields):
      titles = yields.map { "price at \(NumberText.percent($0, decimals: 3))" }
      middle = yields.count / 2
    }
    var table = TextTable(
      [("prepayment", .left)] + titles.map { ($0, .right) }
        + [("duration", .right), ("convexity", .right), ("WAL", .right), ("principal in", .left)])
    for row in rows {
      let cells = cells(row)
      let yield = cells[middle].yield
      let numbers = cells.map { cell in
        switch quotes {
        case .prices: text(cell.yield.map { $0 * 100 }, decimals: 4)
        case .yields: NumberText.fixed(cell.price, decimals: 4)
        }
      }
      table.append(
        [row.speed.text ?? ""] + numbers
          + [
            text(yield.map(row.flows.modifiedDuration(yield:)), decimals: 3),
            text(yield.map(row.flows.convexity(yield:)), decimals: 3),
            NumberText.fixed(row.flows.averageLife(), decimals: 2),
            window(row).map { "\($0.lowerBound)-\($0.upperBound)" } ?? "-",
          ])
    }
    return [
      "balance \(NumberText.grouped(balance)), accrued \(NumberText.fixed(accrued, decimals: 6)) per 100; modified duration and convexity are those of the column '\(titles[middle])'",
      "",
    ] + table.lines
  }

  /// Decimals, years and prices per 100.
  var csv: [String] {
    let header =
      "prepayment,price,yield,mortgage_yield,macaulay_duration,modified_duration,convexity,wal,first_principal_month,last_principal_month"
    func number(_ value: Double?) -> String { value.map { JSONNumber.text($0) } ?? "" }
    return [header]
      + rows.flatMap { row in
        let window = window(row)
        return cells(row).map { cell in
          let numbers = [
            cell.price, cell.yield, cell.yield.map(InvestorFlows.mortgageYield(bondEquivalent:)),
            cell.yield.map(row.flows.duration(yield:)), cell.yield.map(row.flows.modifiedDuration(yield:)),
            cell.yield.map(row.flows.convexity(yield:)), row.flows.averageLife(),
            window.map { Double($0.lowerBound) }, window.map { Double($0.upperBound) },
          ]
          return ([row.speed.text ?? ""] + numbers.map(number)).joined(separator: ",")
        }
      }
  }

  private func text(_ value: Double?, decimals: Int) -> String {
    value.map { NumberText.fixed($0, decimals: decimals) } ?? "-"
  }
}
