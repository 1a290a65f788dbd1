/// One step of a waterfall.
public struct Step: Equatable, Sendable {
  /// For explanations; `nil` for the kind of step.
  public let name: String?
  /// The step is taken where this holds; `nil` for always.
  public let when: Formula?
  public let action: Action

  /// What steps do; each has its own file.
  public enum Action: Equatable, Sendable {
    case payFees(PayFees)
    case payInterest(PayInterest)
    case accrete(Accrete)
    case payPrincipal(PayPrincipal)
    case transfer(Transfer)
    case release(Release)
    case writeDown(WriteDown)
    case writeUp(WriteUp)
    case settle(Settle)
    case test(TestTriggers)
    case call(CallCollateral)
    case draw(Draw)
    case repay(Repay)
    case purchase(Purchase)
  }

  public init(_ action: Action, name: String? = nil, when: Formula? = nil) {
    self.name = name
    self.when = when
    self.action = action
  }
}

extension Step {
  /// Its name, or its kind as files name it.
  public var title: String { name ?? action.kind.rawValue }
}

extension Step: Decodable {
  private enum Key: String, CodingKey { case step, name, when }

  /// The kinds' names in files.
  enum Kind: String, Decodable, CaseIterable {
    case payFees = "PAY_FEES"
    case payInterest = "PAY_INTEREST"
    case accrete = "ACCRETE"
    case payPrincipal = "PAY_PRINCIPAL"
    case transfer = "TRANSFER"
    case release = "RELEASE"
    case writeDown = "WRITE_DOWN"
    case writeUp = "WRITE_UP"
    case settle = "SETTLE"
    case test = "TEST"
    case call = "CALL"
    case draw = "DRAW"
    case repay = "REPAY"
    case purchase = "PURCHASE"
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let action: Action
    switch try container.decode(Kind.self, forKey: .step) {
    case .payFees: action = .payFees(try PayFees(from: decoder))
    case .payInterest: action = .payInterest(try PayInterest(from: decoder))
    case .accrete: action = .accrete(try Accrete(from: decoder))
    case .payPrincipal: action = .payPrincipal(try PayPrincipal(from: decoder))
    case .transfer: action = .transfer(try Transfer(from: decoder))
    case .release: action = .release(try Release(from: decoder))
    case .writeDown: action = .writeDown(try WriteDown(from: decoder))
    case .writeUp: action = .writeUp(try WriteUp(from: decoder))
    case .settle: action = .settle(try Settle(from: decoder))
    case .test: action = .test(try TestTriggers(from: decoder))
    case .call: action = .call(try CallCollateral(from: decoder))
    case .draw: action = .draw(try Draw(from: decoder))
    case .repay: action = .repay(try Repay(from: decoder))
    case .purchase: action = .purchase(try Purchase(from: decoder))
    }
    self.init(
      action, name: try container.decodeIfPresent(String.self, forKey: .name),
      when: try container.decodeIfPresent(Formula.self, forKey: .when))
  }
}

extension Step.Action {
  var kind: Step.Kind {
    switch self {
    case .payFees: return .payFees
    case .payInterest: return .payInterest
    case .accrete: return .accrete
    case .payPrincipal: return .payPrincipal
    case .transfer: return .transfer
    case .release: return .release
    case .writeDown: return .writeDown
    case .writeUp: return .writeUp
    case .settle: return .settle
    case .test: return .test
    case .call: return .call
    case .draw: return .draw
    case .repay: return .repay
    case .purchase: return .purchase
    }
  }
}
