/// A place in a document, written as `scenarios[2].shifts[0].rates`.
struct JSONPath: Sendable, Hashable, CustomStringConvertible {
  enum Step: Sendable, Hashable {
    case name(String)
    case index(Int)
  }

  private(set) var steps: [Step] = []

  mutating func append(_ step: Step) { steps.append(step) }

  mutating func removeLast() { steps.removeLast() }

  func appending(_ step: Step) -> JSONPath {
    var longer = self
    longer.append(step)
    return longer
  }

  var description: String {
    var text = ""
    for step in steps {
      switch step {
      case .name(let name): text += text.isEmpty ? name : ".\(name)"
      case .index(let index): text += "[\(index)]"
      }
    }
    return text
  }
}
