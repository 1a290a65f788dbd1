/// The names of a deal's parts, and their places in the lists of their kind.
extension DealBinder {
  private static let reserved: Set<String> = [
    "and", "or", "not", "min", "max", "if", "period", "date", "year_fraction", "series", "collateral",
    "bonds",
  ]

  /// Gives each part its name.
  mutating func collectNames() {
    func each<Item>(_ items: [Item], _ list: String, _ name: (Item) -> String, _ part: (Int, Item) -> Part) {
      for (index, item) in items.enumerated() {
        add(name(item), part(index, item), at: "\(list)[\(index)].name")
      }
    }
    each(deal.collateral, "collateral", \.name) { index, _ in .collateral(index) }
    each(deal.bonds, "bonds", \.name) { index, _ in .bond(index) }
    each(deal.accounts, "accounts", \.name) { index, _ in .account(index) }
    each(deal.fees, "fees", \.name) { index, _ in .fee(index) }
    each(deal.swaps, "swaps", \.name) { index, _ in .swap(index) }
    each(deal.facilities, "facilities", \.name) { index, _ in .facility(index) }
    each(deal.triggers, "triggers", \.name) { index, _ in .trigger(index) }
    each(deal.definitions, "definitions", \.name) { index, _ in .definition(index) }
    each(deal.schedules, "schedules", \.name) { index, _ in .schedule(index) }
    for (index, bondClass) in deal.classes.enumerated() {
      let members = bonds(bondClass.bonds, at: "classes[\(index)].bonds")
      add(bondClass.name, .bondClass(members), at: "classes[\(index)].name")
    }
  }

  private mutating func add(_ name: String, _ part: Part, at path: String) {
    if !FormulaToken.isName(name) {
      report(path, "'\(name)' is not a name; use letters, digits and _, no digit first")
    } else if DealBinder.reserved.contains(name) {
      report(path, "'\(name)' means something else in formulas; choose another name")
    } else if parts.updateValue(part, forKey: name) != nil {
      report(path, "'\(name)' names two parts of the deal; choose another name")
    }
  }

  private mutating func unknown(_ name: String, _ kind: String, _ known: [String], at path: String) -> Int {
    report(
      path, "'\(name)' is not \(kind); there are \(known.isEmpty ? "none" : known.joined(separator: ", "))")
    return 0
  }

  mutating func bond(_ name: String, at path: String) -> Int {
    if case .bond(let index) = parts[name] { return index }
    return unknown(name, "a bond", deal.bonds.map(\.name), at: path)
  }

  /// Bonds named once each, of which there is at least one.
  mutating func bonds(_ names: [String], at path: String) -> [Int] {
    list(names, at: path) { binder, name, path in binder.bond(name, at: path) }
  }

  mutating func account(_ name: String, at path: String) -> Int {
    if case .account(let index) = parts[name] { return index }
    return unknown(name, "an account", deal.accounts.map(\.name), at: path)
  }

  mutating func fees(_ names: [String], at path: String) -> [Int] {
    list(names, at: path) { binder, name, path in
      if case .fee(let index) = binder.parts[name] { return index }
      return binder.unknown(name, "a fee", binder.deal.fees.map(\.name), at: path)
    }
  }

  mutating func swap(_ name: String, at path: String) -> Int {
    if case .swap(let index) = parts[name] { return index }
    return unknown(name, "a swap", deal.swaps.map(\.name), at: path)
  }

  mutating func facility(_ name: String, at path: String) -> Int {
    if case .facility(let index) = parts[name] { return index }
    return unknown(name, "a facility", deal.facilities.map(\.name), at: path)
  }

  mutating func triggers(_ names: [String], at path: String) -> [Int] {
    list(names, at: path) { binder, name, path in
      if case .trigger(let index) = binder.parts[name] { return index }
      return binder.unknown(name, "a trigger", binder.deal.triggers.map(\.name), at: path)
    }
  }

  mutating func groups(_ names: [String], at path: String) -> [Int] {
    list(names, at: path) { binder, name, path in
      if case .collateral(let index) = binder.parts[name] { return index }
      return binder.unknown(name, "a collateral group", binder.deal.collateral.map(\.name), at: path)
    }
  }

  private mutating func list(
    _ names: [String], at path: String, _ place: (inout DealBinder, String, String) -> Int
  ) -> [Int] {
    if names.isEmpty { report(path, "is empty; name at least one") }
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      report("\(path)[\(index)]", "'\(name)' is named twice; keep one")
    }
    var places: [Int] = []
    for (index, name) in names.enumerated() { places.append(place(&self, name, "\(path)[\(index)]")) }
    return places
  }
}
