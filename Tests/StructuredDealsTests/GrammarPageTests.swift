import DatesAndConventions
import Foundation
import StructuredDeals
import Testing

/// The fragments of `docs/models/waterfall.md`: each is put into a small deal and decoded, and most are bound.
@Suite struct GrammarPageTests {
  /// Blocks of JSON, indented below the items of the page's lists, in order.
  private static func fragments() throws -> [String] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = try String(contentsOf: root.appending(path: "docs/models/waterfall.md"), encoding: .utf8)
    var blocks: [String] = []
    var lines: [String] = []
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("       ") {
        lines.append(line.trimmingCharacters(in: .whitespaces))
      } else if !lines.isEmpty {
        blocks.append(lines.joined(separator: "\n"))
        lines = []
      }
    }
    return blocks.filter { $0.hasPrefix("{") }
  }

  /// The objects of a fragment, whether commas stand between them or not.
  private static func objects(_ fragment: String) -> [String] {
    var objects: [String] = []
    var depth = 0
    var current = ""
    for character in fragment {
      if character == "{" { depth += 1 }
      if depth > 0 { current.append(character) }
      if character == "}" {
        depth -= 1
        if depth == 0 {
          objects.append(current)
          current = ""
        }
      }
    }
    return objects
  }

  private static func decode<Part: Decodable>(_ part: Part.Type, _ text: String) throws -> Part {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(part, from: Data(text.utf8))
  }

  /// Names that a deal of the page's bonds, accounts and others has.
  private static let bonds = ["A", "A1", "A2", "B", "M", "S", "P", "F", "I", "IO", "PO", "Z", "N", "R"]

  private static func surroundings(
    bonds new: [DealBond] = [], accounts: [DealAccount] = [], facilities: [DealFacility] = [],
    triggers: [Trigger] = [], definitions: [Definition] = [], steps: [Step]
  ) -> Deal {
    let names = Set(
      new.map(\.name) + accounts.map(\.name) + facilities.map(\.name) + triggers.map(\.name)
        + definitions.map(\.name))
    let known: [(String, Formula)] = [
      ("share", 0.5), ("shift", 1.0), ("to_seniors", 1.0), ("oc_target", 0.0),
    ]
    return Deal(
      name: "page", firstPayment: .init(iso: "2026-01-15"),
      collateral: ["pool", "loans"].map {
        CollateralGroup(name: $0, interestTo: "interest", principalTo: "principal")
      },
      bonds: bonds.filter { !names.contains($0) }.map { DealBond(name: $0, balance: 1) } + new,
      accounts: accounts
        + ["interest", "principal", "available", "cash"].filter { !names.contains($0) }.map {
          DealAccount(name: $0, keepsCash: true)
        }
        + (names.contains("reserve") ? [] : [DealAccount(name: "reserve", keepsCash: true, target: 0.0)]),
      facilities: facilities
        + ["liquidity", "policy"].filter { !names.contains($0) }.map { DealFacility(name: $0, limit: 1.0) },
      triggers: triggers
        + ["losses", "net_losses", "oc_a"].filter { !names.contains($0) }.map { Trigger(name: $0, when: 0.0) },
      definitions: definitions
        + known.filter { !names.contains($0.0) }.map { Definition(name: $0.0, formula: $0.1) },
      schedules: [BalanceSchedule(name: "plan", balances: [1])], waterfall: steps)
  }

  @Test func everyFragmentIsADealsPart() throws {
    let fragments = try Self.fragments()
    #expect(fragments.count >= 14)
    var steps = 0
    for fragment in fragments {
      var bonds: [DealBond] = []
      var accounts: [DealAccount] = []
      var facilities: [DealFacility] = []
      var triggers: [Trigger] = []
      var definitions: [Definition] = []
      var taken: [Step] = []
      let objects = Self.objects(fragment)
      #expect(!objects.isEmpty, "\(fragment)")
      for text in objects {
        if text.contains("\"step\"") {
          taken.append(try Self.decode(Step.self, text))
        } else if text.contains("\"interest_to\": \"cash\", \"principal_to\"") {
          // Bonds of another deal, which has to stand in `underlying`.
          #expect(try Self.decode(CollateralGroup.self, text).bonds?.count == 1)
        } else if text.contains("\"formula\"") {
          definitions.append(try Self.decode(Definition.self, text))
        } else if text.contains("\"limit\"") {
          facilities.append(try Self.decode(DealFacility.self, text))
        } else if text.contains("\"when\"") {
          triggers.append(try Self.decode(Trigger.self, text))
        } else if text.contains("\"keeps_cash\"") {
          accounts.append(try Self.decode(DealAccount.self, text))
        } else {
          bonds.append(try Self.decode(DealBond.self, text))
        }
      }
      steps += taken.count
      let deal = Self.surroundings(
        bonds: bonds, accounts: accounts, facilities: facilities, triggers: triggers,
        definitions: definitions,
        steps: taken)
      do throws(DealProblems) {
        _ = try Waterfall(deal)
      } catch {
        Issue.record("\(fragment)\n\(error.problems.map(\.description).joined(separator: "\n"))")
      }
    }
    #expect(steps >= 16)
  }
}
