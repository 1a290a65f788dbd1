public import DatesAndConventions

/// A securitisation as data: what its collateral is, who holds what, and how cash passes on each period.
///
/// The waterfall is a list of steps; the grammar is in `docs/models/waterfall.md`. A deal is checked and made ready to
/// run by `Waterfall`.
public struct Deal: Equatable, Sendable {
  /// Names the deal in messages.
  public let name: String
  /// From one payment to the next: 1, 3, 6 or 12.
  public let monthsPerPeriod: Int
  /// The day of the first payment; later ones are whole periods after it. Needed for actual day counts and dates in formulas.
  public let firstPayment: CivilDate?
  public let collateral: [CollateralGroup]
  public let bonds: [DealBond]
  /// Bonds that formulas sum under one name.
  public let classes: [BondClass]
  public let accounts: [DealAccount]
  public let fees: [DealFee]
  public let swaps: [DealSwap]
  public let facilities: [DealFacility]
  public let triggers: [Trigger]
  public let definitions: [Definition]
  public let schedules: [BalanceSchedule]
  /// Taken in order, every period.
  public let waterfall: [Step]
  public let exchangeable: [ExchangeableClass]
  /// Deals whose bonds are collateral of this one.
  public let underlying: [Deal]

  public init(
    name: String, monthsPerPeriod: Int = 1, firstPayment: CivilDate? = nil, collateral: [CollateralGroup],
    bonds: [DealBond], classes: [BondClass] = [], accounts: [DealAccount], fees: [DealFee] = [],
    swaps: [DealSwap] = [], facilities: [DealFacility] = [], triggers: [Trigger] = [],
    definitions: [Definition] = [],
    schedules: [BalanceSchedule] = [], waterfall: [Step], exchangeable: [ExchangeableClass] = [],
    underlying: [Deal] = []
  ) {
    self.name = name
    self.monthsPerPeriod = monthsPerPeriod
    self.firstPayment = firstPayment
    self.collateral = collateral
    self.bonds = bonds
    self.classes = classes
    self.accounts = accounts
    self.fees = fees
    self.swaps = swaps
    self.facilities = facilities
    self.triggers = triggers
    self.definitions = definitions
    self.schedules = schedules
    self.waterfall = waterfall
    self.exchangeable = exchangeable
    self.underlying = underlying
  }
}

extension Deal: Decodable {
  private enum Key: String, CodingKey {
    case schemaVersion, name, monthsPerPeriod, firstPayment, collateral, bonds, classes, accounts, fees,
      swaps, facilities, triggers
    case definitions, schedules, waterfall, exchangeable, underlying
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let version = try container.decodeIfPresent(Int.self, forKey: .schemaVersion) ?? 1
    guard version == 1 else {
      throw DecodingError.dataCorruptedError(
        forKey: .schemaVersion, in: container, debugDescription: "version \(version) is not known; write 1")
    }
    func list<Part: Decodable>(_ key: Key) throws -> [Part] {
      try container.decodeIfPresent([Part].self, forKey: key) ?? []
    }
    self.init(
      name: try container.decode(String.self, forKey: .name),
      monthsPerPeriod: try container.decodeIfPresent(Int.self, forKey: .monthsPerPeriod) ?? 1,
      firstPayment: try container.decodeIfPresent(CivilDate.self, forKey: .firstPayment),
      collateral: try container.decode([CollateralGroup].self, forKey: .collateral),
      bonds: try container.decode([DealBond].self, forKey: .bonds),
      classes: try list(.classes), accounts: try container.decode([DealAccount].self, forKey: .accounts),
      fees: try list(.fees), swaps: try list(.swaps),
      facilities: try list(.facilities), triggers: try list(.triggers),
      definitions: try list(.definitions), schedules: try list(.schedules),
      waterfall: try container.decode([Step].self, forKey: .waterfall), exchangeable: try list(.exchangeable),
      underlying: try list(.underlying))
  }
}
