/// The families that come with Tenor. `Instrument.kind` tells which values what.
enum StandardFamily: Int {
  case fixedFlows, linked, callable, perpetual, floatingNote, variableLoan, structured, assetBacked
  case exchange, swap, creditSwap, payment, bondFuture
  case unsupported

  var family: any ProductFamily {
    switch self {
    case .fixedFlows: ContractFamily()
    case .linked: LinkedFamily()
    case .callable: CallableFamily()
    case .perpetual: PerpetualFamily()
    case .floatingNote: FloatingNoteFamily()
    case .variableLoan: VariableLoanFamily()
    case .structured: StructuredFamily()
    case .assetBacked: AssetBackedFamily()
    case .exchange: ForwardFamily()
    case .swap: SwapFamily()
    case .creditSwap: CreditSwapFamily()
    case .payment: PaymentFamily()
    case .bondFuture: BondFutureFamily()
    case .unsupported: UnsupportedFamily()
    }
  }
}
