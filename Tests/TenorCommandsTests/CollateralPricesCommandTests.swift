import Foundation
import Testing

@testable import TenorCommands

@Suite("Agency pools beside prices on the command line")
struct CollateralPricesCommandTests {
  private static let samples: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    return parts.joined(separator: "/") + "/Samples/"
  }()
  private static let folder = samples + "agency-pools-2023-03-31/"

  private func run(_ words: [String]) -> (code: ExitCode, output: String, errors: String) {
    let recorder = Recorder()
    let code = CommandTree.standard.run(words, console: recorder.console)
    let (output, errors) = recorder.finish()
    return (code, output, errors)
  }

  private func prices(
    market: String = folder + "market", prices: String = folder + "filed.csv", _ words: String...
  ) -> (code: ExitCode, output: String, errors: String) {
    run(
      ["collateral", "prices", Self.folder + "loans.csv", "--prices", prices, "--market", market] + words)
  }

  private struct Report: Decodable {
    struct Stack: Decodable {
      let market: String
      let couponPercent: Double
      let termYears: Int
      let pools: Int
      let balance: Double
      let spreadBasisPoints: Double
      let quantiles: [Double]
    }

    let valuationDate: String
    let prepayment: String
    let prepaymentVersion: String?
    let mortgageRate: String
    let paths: Int
    let stacks: [Stack]
  }

  @Test("a row for each coupon, the models used, what is left by size; the same in CSV and JSON")
  func tables() throws {
    let text = prices()
    #expect(text.code == .success && text.errors.isEmpty, "\(text.errors)")
    #expect(
      text.output.hasPrefix(
        "192 pools, balance 145,408,366, on 2023-03-31: model less price, per 100, at one spread for each coupon\n"
          + "prepayment: TURNOVER-REFINANCING-EXAMPLE, version 1\nmortgage rates: SURVEY-2Y-10Y, version 1\n"
          + "128 paths, seed 1\n"))
    #expect(text.output.contains("\nhalf of the pools are within 0.19,"))
    let bars = text.output.split(separator: "\n").suffix(while: { $0.hasPrefix("  ") }).dropFirst(2)
    let counts = bars.compactMap { Int($0.split(separator: " ")[2]) }
    #expect(counts.count == bars.count && counts.reduce(0, +) == 192)

    let csv = prices("--csv").output.split(separator: "\n")
    #expect(csv.count == 193)
    #expect(
      csv[0]
        == "loan_id,program,part,coupon_percent,term_years,balance,spread_bp,price,model_price,difference")
    let rows = csv.dropFirst().map { $0.split(separator: ",") }
    for row in rows {
      let numbers = row[3...].compactMap { Double($0) }
      #expect(numbers.count == 7 && abs(numbers[5] - numbers[4] - numbers[6]) < 1e-12)
    }

    var decoder: JSONDecoder {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      return decoder
    }
    let report = try decoder.decode(Report.self, from: Data(prices("--json").output.utf8))
    #expect(report.valuationDate == "2023-03-31" && report.paths == 128 && report.prepaymentVersion == "1")
    #expect(report.stacks.count == 16 && report.stacks.map(\.pools).reduce(0, +) == 192)
    for stack in report.stacks {
      let own = rows.filter {
        Double($0[3]) == stack.couponPercent && Int($0[4]) == stack.termYears
          && ($0[1].hasPrefix("GNMA") ? String($0[1]) : "conventional") == stack.market
      }
      #expect(own.count == stack.pools)
      #expect(own.allSatisfy { Double($0[6]) == stack.spreadBasisPoints })
      let differences = own.compactMap { Double($0[9]) }
      #expect(stack.quantiles.first == differences.min() && stack.quantiles.last == differences.max())
      // Together the pools are worth what was seen.
      let left = own.reduce(0) { $0 + (Double($1[5]) ?? 0) * (Double($1[9]) ?? 0) }
      #expect(abs(left) < 1e-6 * stack.balance)
    }
  }

  @Test("a speed takes the model's place, and other paths give nearly the same spreads")
  func choices() throws {
    func spreads(_ words: String...) -> [Double] {
      run(
        [
          "collateral", "prices", Self.folder + "loans.csv", "--prices", Self.folder + "filed.csv",
          "--market",
          Self.folder + "market", "--csv",
        ] + words
      ).output.split(separator: "\n").dropFirst().compactMap { Double($0.split(separator: ",")[6]) }
    }
    let (own, other, speed) = (spreads(), spreads("--seed", "2"), spreads("--prepayment", "8 CPR"))
    #expect(own.count == 192 && other.count == 192 && speed.count == 192 && own != other)
    #expect(zip(own, other).allSatisfy { abs($0 - $1) < 8 })
    #expect(zip(own, speed).contains { abs($0 - $1) > 20 })
  }

  @Test("what is missing, or of no pool, is named")
  func refuses() throws {
    let market = prices(market: Self.samples + "bond-fund-2023-03-31/market")
    #expect(market.code == .rejectedInput)
    #expect(market.errors.contains("the market of 2023-03-31 has no model of mortgage rates; add it"))
    let model = prices("--prepayment", "MODEL-X")
    #expect(model.code == .usage && model.errors.contains("has the models TURNOVER-REFINANCING-EXAMPLE"))
    #expect(prices("--paths", "200").errors.contains("--paths 200 is not a multiple of 128"))
    #expect(run(["collateral", "prices", Self.folder + "loans.csv"]).code == .usage)
    let path = FileManager.default.temporaryDirectory.appending(path: "prices-\(UUID().uuidString).csv")
    defer { try? FileManager.default.removeItem(at: path) }
    func with(_ rows: String) throws -> String {
      try ("loan_id,program,coupon_percent,price\n" + rows).write(to: path, atomically: true, encoding: .utf8)
      let answer = prices(prices: path.path)
      #expect(answer.code == .rejectedInput)
      return answer.errors
    }
    #expect(try with("OTHER,FNMA,5,99\n").contains("the price of 'OTHER' is of no pool of the tape"))
    #expect(try with("3128LXBH2,FNMA,5,0\n").contains("line 2, price"))
    #expect(try with("3128LXBH2,FNMA,500,99\n").contains("write 5.5% as 5.5"))
    #expect(try with("3128LXBH2,FNM,5,99\n").contains("line 2, program"))
    #expect(try with("3128LXBH2,FNMA,5,900\n").contains("no spread from -10% to 20%"))
    #expect(try with("").contains("there are no prices"))
  }
}

extension BidirectionalCollection {
  /// The longest end all of whose elements satisfy a condition.
  fileprivate func suffix(while isPart: (Element) -> Bool) -> [Element] {
    Array(reversed().prefix(while: isPart)).reversed()
  }
}
