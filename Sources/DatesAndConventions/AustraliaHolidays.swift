extension HolidayYear {
  /// Days without settlement in Australia (New South Wales). Source: Public Holidays Act 2010 (NSW) and the bank
  /// holiday of the Retail Trading Act 2008 (NSW).
  mutating func addAustralia() {
    add(1, 1, .weekendToMonday)
    add(1, 26, .weekendToMonday)
    addGoodFriday()
    addEasterMonday()
    add(4, 25)
    add(2, .monday, of: 6)
    add(1, .monday, of: 8)
    add(1, .monday, of: 10)
    add(12, 25, .weekendTwoDaysLater)
    add(12, 26, .weekendTwoDaysLater)
    if year == 2022 { add(9, 22) }  // national day of mourning
  }
}
