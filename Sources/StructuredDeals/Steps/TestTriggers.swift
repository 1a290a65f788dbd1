/// Tests triggers here, instead of when the period opens.
public struct TestTriggers: Equatable, Sendable, Decodable {
  public let triggers: [String]

  public init(_ triggers: [String]) { self.triggers = triggers }
}

struct BoundTestTriggers: Sendable {
  let triggers: [Int]

  func run<Number>(_ state: DealState<Number>) throws(DealRunError) {
    for trigger in triggers { try state.test(trigger) }
  }
}

extension TestTriggers {
  func bind(_ binder: inout DealBinder, at path: String) -> BoundTestTriggers {
    BoundTestTriggers(triggers: binder.triggers(triggers, at: "\(path).triggers"))
  }
}
