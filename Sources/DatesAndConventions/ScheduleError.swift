/// Why schedule terms describe no schedule. The description names the field and the fix.
public enum ScheduleError: Error, Sendable, Hashable {
  case endNotAfterStart(start: CivilDate, end: CivilDate)
  case firstDateOutside(CivilDate, start: CivilDate, end: CivilDate)
  case penultimateDateOutside(CivilDate, start: CivilDate, end: CivilDate)
  case firstDateAfterPenultimate(first: CivilDate, penultimate: CivilDate)
  /// Roll day not 1 to 31.
  case rollDayOutOfRange(Int)
  /// The date from which periods are counted does not fall on the roll day.
  case rollDayOffAnchor(Int, anchor: CivilDate)
  case rollDayWithEndOfMonth(Int)
  /// A single payment has no inner dates.
  case innerDatesOfSinglePeriod
  /// All dates fall on one business day once adjusted.
  case emptyAfterAdjustment(CivilDate)
}

extension ScheduleError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .endNotAfterStart(let start, let end):
      "end \(end) is not after start \(start); give an end date later than the start"
    case .firstDateOutside(let date, let start, let end):
      "firstDate \(date) is not between start \(start) and end \(end); give one inside or leave it out"
    case .penultimateDateOutside(let date, let start, let end):
      "penultimateDate \(date) is not between start \(start) and end \(end); give one inside or leave it out"
    case .firstDateAfterPenultimate(let first, let penultimate):
      "firstDate \(first) is after penultimateDate \(penultimate); put them in order"
    case .rollDayOutOfRange(let day):
      "rollDay \(day) is not a day of the month; give 1 to 31"
    case .rollDayOffAnchor(let day, let anchor):
      "rollDay \(day) is not the day of \(anchor), from which periods are counted; "
        + "give a penultimateDate or firstDate on the roll day, or leave rollDay out"
    case .rollDayWithEndOfMonth(let day):
      "rollDay \(day) and endOfMonth exclude each other; leave one out (rollDay 31 is the end of the month)"
    case .innerDatesOfSinglePeriod:
      "frequency once has a single period; leave out firstDate, penultimateDate and rollDay"
    case .emptyAfterAdjustment(let date):
      "start and end both move to \(date); choose dates further apart or another business-day convention"
    }
  }
}
