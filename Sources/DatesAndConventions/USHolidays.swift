// Sources: 5 U.S.C. 6103 for the federal days; Federal Reserve Financial Services, SIFMA US holiday
// recommendations, New York Stock Exchange rule 7.2 and the New York Fed's SOFR notes for the markets.

extension HolidayYear {
  /// Federal Reserve Banks: a holiday on Saturday is not made up for.
  mutating func addUSFederalReserve() {
    add(1, 1, .sundayToMonday)
    addUSMondayAndThursdayDays()
    addColumbusDay()
    addJuneteenth(.sundayToMonday)
    add(7, 4, .sundayToMonday)
    addVeteransDay(.sundayToMonday)
    add(12, 25, .sundayToMonday)
  }

  /// Federal days with Saturday kept on Friday.
  mutating func addUSSettlement() {
    add(1, 1, .sundayToMonday)
    // Next year's New Year's Day on a Saturday is kept in this year.
    if date(12, 31).weekday == .friday { add(12, 31) }
    addUSMondayAndThursdayDays()
    addColumbusDay()
    addJuneteenth(.nearestWeekday)
    add(7, 4, .nearestWeekday)
    addVeteransDay(.nearestWeekday)
    add(12, 25, .nearestWeekday)
  }

  /// SIFMA full closes; half days are business days.
  mutating func addUSGovernmentBond() {
    addUSBondMarket()
    // In the first week of April the employment report comes out on Good Friday, and the market opens for it.
    let goodFriday = easterMonday.adding(days: -3)
    if !(goodFriday.month == 4 && goodFriday.day <= 7 && year > 1995) { add(goodFriday) }
  }

  /// The bond market's days, and Good Friday always.
  mutating func addUSSOFR() {
    addUSBondMarket()
    addGoodFriday()
  }

  mutating func addUSNYSE() {
    add(1, 1, .sundayToMonday)
    if year >= 1998 { add(3, .monday, of: 1) }
    addWashingtonsBirthday()
    addGoodFriday()
    addMemorialDay()
    addJuneteenth(.nearestWeekday)
    add(7, 4, .nearestWeekday)
    add(1, .monday, of: 9)
    add(4, .thursday, of: 11)
    add(12, 25, .nearestWeekday)
    switch year {
    case 1980: add(11, 4)  // presidential election
    case 1985: add(9, 27)  // hurricane Gloria
    case 1994: add(4, 27)  // President Nixon's funeral
    case 2001: for day in 11...14 { add(9, day) }  // attacks of 11 September
    case 2004: add(6, 11)  // President Reagan's funeral
    case 2007: add(1, 2)  // President Ford's funeral
    case 2012: for day in 29...30 { add(10, day) }  // hurricane Sandy
    case 2018: add(12, 5)  // President G. H. W. Bush's funeral
    case 2025: add(1, 9)  // President Carter's funeral
    default: break
    }
  }

  private mutating func addUSBondMarket() {
    add(1, 1, .sundayToMonday)
    addUSMondayAndThursdayDays()
    addColumbusDay()
    addJuneteenth(.nearestWeekday)
    add(7, 4, .nearestWeekday)
    addVeteransDay(.sundayToMonday)
    add(12, 25, .nearestWeekday)
    switch year {
    case 2004: add(6, 11)  // President Reagan's funeral
    case 2012: add(10, 30)  // hurricane Sandy
    case 2018: add(12, 5)  // President G. H. W. Bush's funeral
    default: break
    }
  }

  /// Martin Luther King, Washington, Memorial, Labor and Thanksgiving days.
  private mutating func addUSMondayAndThursdayDays() {
    if year >= 1983 { add(3, .monday, of: 1) }
    addWashingtonsBirthday()
    addMemorialDay()
    add(1, .monday, of: 9)
    add(4, .thursday, of: 11)
  }

  // The Uniform Monday Holiday Act took effect in 1971.
  private mutating func addWashingtonsBirthday() {
    if year >= 1971 { add(3, .monday, of: 2) } else { add(2, 22, .nearestWeekday) }
  }

  private mutating func addMemorialDay() {
    if year >= 1971 { add(last: .monday, onOrBefore: 5, 31) } else { add(5, 30, .nearestWeekday) }
  }

  private mutating func addColumbusDay() {
    if year >= 1971 { add(2, .monday, of: 10) }
  }

  private mutating func addVeteransDay(_ observance: Observance) {
    if (1971...1977).contains(year) { add(4, .monday, of: 10) } else { add(11, 11, observance) }
  }

  /// A federal day since 2021, kept by markets since 2022.
  private mutating func addJuneteenth(_ observance: Observance) {
    if year >= 2022 { add(6, 19, observance) }
  }
}
