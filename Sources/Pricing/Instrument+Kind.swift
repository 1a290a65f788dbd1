import Instruments

/// What pricing knows of a kind of contract beside its terms.
struct ContractKind {
  /// What reasons call the contract.
  let name: String
  /// Those as which measures know it, most often one.
  let kinds: ContractKinds
  /// Which family values it.
  let family: StandardFamily

  init(_ name: String, _ kinds: ContractKinds, _ family: StandardFamily) {
    self.name = name
    self.kinds = kinds
    self.family = family
  }
}

extension Instrument {
  /// The one table of contracts: a new instrument is a row here, without which the program does not compile. Its family then asks for
  /// its own contracts alone.
  var kind: ContractKind {
    switch self {
    case .fixedBond: ContractKind("a fixed bond", .bond, .fixedFlows)
    case .linkedBond: ContractKind("a linked bond", .linkedBond, .linked)
    case .callableBond: ContractKind("a bond with calls or puts", .callableBond, .callable)
    case .perpetualBond: ContractKind("a perpetual bond", .perpetualBond, .perpetual)
    case .floatingNote(let note):
      ContractKind(
        "a floating note",
        note.coupon.cap == nil && note.coupon.floor == nil ? .floatingNote : [.floatingNote, .boundedNote],
        .floatingNote)
    case .perpetualFloater(let note):
      ContractKind(
        "a floating note without maturity",
        note.coupon.cap == nil && note.coupon.floor == nil
          ? .perpetualFloater : [.perpetualFloater, .boundedNote], .floatingNote)
    case .structuredNote: ContractKind("a structured note", .structuredNote, .structured)
    case .amortisingLoan: ContractKind("a loan", .loan, .fixedFlows)
    case .variableLoan: ContractKind("a loan whose rate or balance moves", .variableLoan, .variableLoan)
    case .fxForward: ContractKind("an FX forward", .exchange, .exchange)
    case .derivative(let derivative): derivative.kind
    case .assetBacked(let security): security.kind
    case .unsupported: ContractKind("an unsupported contract", .all, .unsupported)
    }
  }
}

extension AssetBackedSecurity {
  fileprivate var kind: ContractKind {
    switch self {
    case .agencyPool(let pool):
      ContractKind(
        "an agency pool", pool.isModelled ? [.assetBacked, .simulatedCash] : .assetBacked, .assetBacked)
    case .toBeAnnounced(let trade):
      ContractKind(
        "a forward trade in a pool", trade.pool.isModelled ? [.assetBacked, .simulatedCash] : .assetBacked,
        .assetBacked)
    case .dealTranche:
      // Whether rates move its deal is not in its terms.
      ContractKind("a bond of a securitisation", [.assetBacked, .simulatedCash], .assetBacked)
    }
  }
}

extension AgencyPool {
  /// Whether a model of the market says how fast it is prepaid.
  fileprivate var isModelled: Bool {
    if case .model = prepayment { true } else { false }
  }
}

extension Derivative {
  fileprivate var kind: ContractKind {
    switch self {
    case .fxSwap: ContractKind("an FX swap", .exchange, .exchange)
    case .fxOption: ContractKind("an FX option", .fxOption, .exchange)
    case .nonDeliverableForward(let forward):
      ContractKind(
        "a non-deliverable forward", forward.fixingRate == nil ? .unfixedForward : .exchange, .exchange)
    case .swap(let swap):
      swap.paysSwapRate
        ? ContractKind("a swap of swap rates", [.swap, .swapRateSwap], .swap)
        : ContractKind("a swap", .swap, .swap)
    case .forwardRate: ContractKind("a forward rate agreement", .forwardRate, .swap)
    case .capFloor(let option): ContractKind(option.kind == .cap ? "a cap" : "a floor", .capFloor, .swap)
    case .swaption(let option):
      option.entries.isEmpty
        ? ContractKind("a swaption", .swaption, .swap)
        : ContractKind("a Bermudan swaption", .bermudanSwaption, .swap)
    case .creditDefaultSwap: ContractKind("a default swap", .creditSwap, .creditSwap)
    case .inflationSwap: ContractKind("an inflation swap", .inflationSwap, .payment)
    case .repo: ContractKind("a repo", .repo, .payment)
    case .bondFuture: ContractKind("a bond future", .bondFuture, .bondFuture)
    }
  }
}
