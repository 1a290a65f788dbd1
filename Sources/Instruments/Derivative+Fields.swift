extension Derivative {
  init(fields: some TermFields<InstrumentField>) throws(TermsError) {
    guard let contract = try fields.choice(.contract, Contract.self) else {
      let names = Contract.allCases.map(\.rawValue).joined(separator: ", ")
      throw TermsError(
        field: "contract",
        message:
          "is missing; write one of: \(names), or for another contract a description, and it is recorded "
          + "without a value")
    }
    try fields.refuseAllBut([.contract] + contract.fields, of: contract.rawValue)
    switch contract {
    case .fxSwap: self = .fxSwap(try FXSwap(fields: fields))
    case .creditDefaultSwap: self = .creditDefaultSwap(try CreditDefaultSwap(fields: fields))
    case .inflationSwap: self = .inflationSwap(try InflationSwap(fields: fields))
    case .repo: self = .repo(try Repo(fields: fields))
    case .bondFuture: self = .bondFuture(try BondFuture(fields: fields))
    case .swap: self = .swap(try InterestRateSwap(fields: fields))
    case .forwardRate: self = .forwardRate(try ForwardRateAgreement(fields: fields))
    case .fxOption: self = .fxOption(try FXOption(fields: fields))
    case .nonDeliverableForward:
      self = .nonDeliverableForward(try NonDeliverableForward(fields: fields))
    case .cap: self = .capFloor(try CapFloor(.cap, fields: fields))
    case .floor: self = .capFloor(try CapFloor(.floor, fields: fields))
    case .swaption: self = .swaption(try Swaption(fields: fields))
    }
  }

  func write(to writer: inout FieldWriter) {
    writer.write(.contract, contract.rawValue)
    switch self {
    case .fxSwap(let swap): swap.write(to: &writer)
    case .creditDefaultSwap(let swap): swap.write(to: &writer)
    case .inflationSwap(let swap): swap.write(to: &writer)
    case .repo(let repo): repo.write(to: &writer)
    case .bondFuture(let future): future.write(to: &writer)
    case .swap(let swap): swap.write(to: &writer)
    case .forwardRate(let agreement): agreement.write(to: &writer)
    case .fxOption(let option): option.write(to: &writer)
    case .nonDeliverableForward(let forward): forward.write(to: &writer)
    case .capFloor(let option): option.write(to: &writer)
    case .swaption(let option): option.write(to: &writer)
    }
  }
}

extension Derivative.Contract {
  /// The fields of such contracts, without those that every instrument may have.
  fileprivate var fields: [InstrumentField] {
    switch self {
    case .fxSwap: InstrumentField.ofFXForward + [.farDate, .farBuyAmount, .farSellAmount]
    case .creditDefaultSwap: InstrumentField.ofCreditDefaultSwap
    case .inflationSwap: InflationSwap.fields
    case .repo: Repo.fields
    case .bondFuture: BondFuture.fields
    case .swap: InterestRateSwap.fields
    case .forwardRate: ForwardRateAgreement.fields
    case .fxOption: FXOption.fields
    case .nonDeliverableForward: NonDeliverableForward.fields
    case .cap, .floor: CapFloor.fields
    case .swaption: Swaption.fields
    }
  }
}
