//! Dates and times as columnar files count them, in ISO 8601.

/// The date `days` after 1970-01-01, in the proleptic Gregorian calendar.
pub(super) fn date(days: i64) -> String {
    let (year, month, day) = civil(days);
    format!("{year:04}-{month:02}-{day:02}")
}

/// The time `count` units after 1970-01-01, of which `per_second` make a second; a date alone at midnight.
pub(super) fn timestamp(count: i64, per_second: i64) -> String {
    let (seconds, part) = (count.div_euclid(per_second), count.rem_euclid(per_second));
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let day = date(days);
    if second == 0 && part == 0 {
        return day;
    }
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    let time = format!("{day}T{hour:02}:{minute:02}:{second:02}");
    if part == 0 {
        return time;
    }
    let digits = per_second.ilog10() as usize;
    let fraction = format!("{part:0digits$}");
    format!("{time}.{}", fraction.trim_end_matches('0'))
}

/// Year, month and day. Source: Gregorian cycles of 400 years are 146,097 days; a year is counted from March, so that the day
/// that some years lack comes last.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let cycle = shifted.div_euclid(146_097);
    let day_of_cycle = shifted.rem_euclid(146_097);
    let year_of_cycle =
        (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36_524 - day_of_cycle / 146_096) / 365;
    let day_of_year =
        day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = year_of_cycle + cycle * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_python() {
        // datetime.date(1970, 1, 1) + datetime.timedelta(days)
        for (days, expected) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (11_016, "2000-02-29"),
            (19_723, "2024-01-01"),
            (-25_509, "1900-02-28"),
            (-25_508, "1900-03-01"),
        ] {
            assert_eq!(date(days), expected);
        }
        assert_eq!(timestamp(1_704_153_599_250, 1000), "2024-01-01T23:59:59.25");
        assert_eq!(timestamp(1_704_067_200, 1), "2024-01-01");
    }
}
