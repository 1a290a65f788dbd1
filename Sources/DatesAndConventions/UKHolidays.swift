extension HolidayYear {
  /// Bank holidays of England and Wales. Source: Banking and Financial Dealings Act 1971 and royal proclamations.
  mutating func addUnitedKingdom() {
    add(1, 1, .weekendToMonday)
    addGoodFriday()
    addEasterMonday()
    switch year {
    case 1995, 2020: add(5, 8)  // early May holiday moved to the anniversary of VE day
    default: add(1, .monday, of: 5)
    }
    switch year {
    case 2002: for day in [3, 4] { add(6, day) }  // Golden Jubilee, spring holiday moved
    case 2012: for day in [4, 5] { add(6, day) }  // Diamond Jubilee, spring holiday moved
    case 2022: for day in [2, 3] { add(6, day) }  // Platinum Jubilee, spring holiday moved
    default: add(last: .monday, onOrBefore: 5, 31)
    }
    add(last: .monday, onOrBefore: 8, 31)
    add(12, 25, .weekendTwoDaysLater)
    add(12, 26, .weekendTwoDaysLater)
    switch year {
    case 1999: add(12, 31)  // millennium
    case 2011: add(4, 29)  // royal wedding
    case 2022: add(9, 19)  // state funeral of Elizabeth II
    case 2023: add(5, 8)  // coronation of Charles III
    default: break
    }
  }
}
