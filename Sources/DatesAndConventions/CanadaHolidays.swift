extension HolidayYear {
  /// Days without settlement in Canada (Ontario and federal days). Source: Bills of Exchange Act, section 42.
  mutating func addCanada() {
    add(1, 1, .weekendToMonday)
    if year >= 2008 { add(3, .monday, of: 2) }  // family day
    addGoodFriday()
    add(last: .monday, onOrBefore: 5, 24)  // Victoria day
    add(7, 1, .weekendToMonday)
    add(1, .monday, of: 8)
    add(1, .monday, of: 9)
    if year >= 2021 { add(9, 30, .weekendToMonday) }  // truth and reconciliation
    add(2, .monday, of: 10)
    add(11, 11, .weekendToMonday)
    add(12, 25, .weekendTwoDaysLater)
    add(12, 26, .weekendTwoDaysLater)
  }
}
