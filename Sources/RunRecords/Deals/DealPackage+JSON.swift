import Collateral
import DatesAndConventions
import Instruments
import JSONDocuments
public import StructuredDeals

extension DealPackage {
  /// Reads a package from JSON by the format of `docs/models/deal-packages.md`. Throws everything that is wrong with it, each with its path.
  public init(json: [UInt8]) throws(DealProblems) {
    var reader = PackageReader()
    do {
      try JSONParser().withDocument(json) { reader.read($0) }
    } catch {
      throw DealProblems(error)
    }
    self = try reader.package()
  }
}

extension DealProblems {
  /// What is wrong with the text of a document.
  init(_ error: any Error) {
    guard let error = error as? JSONError else {
      self.init(problems: [DealProblem(path: "document", message: "\(error)")])
      return
    }
    let place = error.location.map { "line \($0.line), column \($0.column)" } ?? error.path ?? ""
    self.init(problems: [DealProblem(path: place.isEmpty ? "document" : place, message: error.message)])
  }
}

/// Reads the members of a package one by one, and collects what is wrong with each.
private struct PackageReader {
  private var problems: [DealProblem] = []
  private var dealID: String?
  private var asOf: CivilDate?
  private var currency: Currency?
  private var deal: Deal?
  private var collateral: [String: [PoolLoan]]?
  private var groupBalances: [String: Double] = [:]
  private var assumptions: [String: PoolAssumptions]?
  private var series: [String: DealSeries] = [:]
  private var bonds: [String: PackagedBond] = [:]
  private var delayDays = 0
  private var isUndercollateralised = false

  private enum Member: String, CaseIterable {
    case schemaVersion = "schema_version"
    case dealID = "deal_id"
    case asOf = "as_of"
    case currency, deal, collateral
    case groupBalances = "group_balances"
    case assumptions, series, bonds
    case delayDays = "delay_days"
    case undercollateralised
  }

  /// The package. Throws all that was wrong with its members, and with the deal where that could be read.
  func package() throws(DealProblems) -> DealPackage {
    guard problems.isEmpty, let dealID, let asOf, let currency, let deal, let collateral, let assumptions
    else {
      var all = problems
      if let deal {
        do throws(DealProblems) {
          _ = try Waterfall(deal)
        } catch {
          all += error.problems.map { DealProblem(path: "deal.\($0.path)", message: $0.message) }
        }
      }
      throw DealProblems(problems: all)
    }
    return try DealPackage(
      dealID: dealID, asOf: asOf, currency: currency, deal: deal, collateral: collateral,
      assumptions: assumptions,
      series: series, bonds: bonds, delayDays: delayDays, groupBalances: groupBalances,
      isUndercollateralised: isUndercollateralised)
  }

  mutating func read(_ document: JSONElement) {
    var seen: Set<Member> = []
    for (key, value) in members(of: document, at: "document") {
      guard let member = Member(rawValue: key) else {
        let known = Member.allCases.map(\.rawValue).joined(separator: ", ")
        report(TermsError.shortened(key), "is not a member of a deal package; there are \(known)")
        continue
      }
      guard seen.insert(member).inserted else {
        report(key, "appears twice; keep one")
        continue
      }
      read(member, value)
    }
    for member in Member.allCases where !seen.contains(member) {
      switch member {
      case .dealID, .asOf, .currency, .deal, .collateral, .assumptions:
        report(member.rawValue, "is missing; fill it in")
      case .schemaVersion, .groupBalances, .series, .bonds, .delayDays, .undercollateralised: break
      }
    }
  }

  private mutating func read(_ member: Member, _ value: JSONElement) {
    let path = member.rawValue
    switch member {
    case .schemaVersion:
      if let version = decode(Int.self, value, at: path), version != 1 {
        report(path, "version \(version) is not known; write 1")
      }
    case .dealID: dealID = decode(String.self, value, at: path)
    case .asOf: asOf = decode(CivilDate.self, value, at: path)
    case .currency: currency = decode(Currency.self, value, at: path)
    case .deal: deal = decode(Deal.self, value, at: path)
    case .collateral: readLoans(value)
    case .groupBalances: groupBalances = readEach(value, at: path)
    case .assumptions: assumptions = readEach(value, at: path)
    case .series: series = readEach(value, at: path)
    case .bonds: bonds = readEach(value, at: path)
    case .delayDays: delayDays = decode(Int.self, value, at: path) ?? 0
    case .undercollateralised: isUndercollateralised = decode(Bool.self, value, at: path) ?? false
    }
  }

  private mutating func readLoans(_ groups: JSONElement) {
    var read: [String: [PoolLoan]] = [:]
    var fields = JSONFields(table: FieldNameTable<PoolLoanField>())
    for (name, group) in members(of: groups, at: "collateral") {
      let path = "collateral.\(name)"
      guard let rows = group.elements else {
        report(path, "expected an array of loans, found \(group.kind.inWords)")
        continue
      }
      var loans: [PoolLoan] = []
      for (index, row) in rows.enumerated() {
        do throws(TermsError) {
          try fields.take(row)
          loans.append(try PoolLoan(fields: fields))
        } catch {
          report("\(path)[\(index)].\(error.field)", error.message)
        }
      }
      read[name] = loans
    }
    collateral = read
  }

  private mutating func readEach<Value: Decodable>(_ element: JSONElement, at path: String) -> [String: Value]
  {
    var read: [String: Value] = [:]
    for (name, value) in members(of: element, at: path) {
      read[name] = decode(Value.self, value, at: "\(path).\(name)")
    }
    return read
  }

  private mutating func members(of element: JSONElement, at path: String) -> [(String, JSONElement)] {
    if let members = element.members {
      return members.map { (String(decoding: $0.name, as: UTF8.self), $0.value) }
    }
    report(path, "expected an object, found \(element.kind.inWords)")
    return []
  }

  private mutating func decode<Value: Decodable>(_ type: Value.Type, _ element: JSONElement, at path: String)
    -> Value?
  {
    do throws(JSONError) {
      return try CanonicalJSON.decode(type, from: try JSONValue(element))
    } catch {
      let inside = error.path ?? ""
      report(
        inside.isEmpty ? path : inside.hasPrefix("[") ? path + inside : "\(path).\(inside)", error.message)
      return nil
    }
  }

  private mutating func report(_ path: String, _ message: String) {
    problems.append(DealProblem(path: path, message: message))
  }
}
